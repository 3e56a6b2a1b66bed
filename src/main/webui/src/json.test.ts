import { describe, expect, it } from "vitest";
import { indentJson, memberText } from "./json";

describe("indented JSON", () => {
  it("has a line for each member", () => {
    expect(indentJson('{"a":1,"b":[true,null],"c":{"d":"x"}}')).toBe(
      '{\n  "a": 1,\n  "b": [\n    true,\n    null\n  ],\n  "c": {\n    "d": "x"\n  }\n}',
    );
  });

  it("leaves empty objects and arrays on their line", () => {
    expect(indentJson('{"a":{},"b":[ ]}')).toBe('{\n  "a": {},\n  "b": []\n}');
  });

  it("keeps what a parser would lose", () => {
    expect(indentJson('[12345678901234567890, 1.0, "\\u00e4", {"a":1,"a":2}]')).toBe(
      '[\n  12345678901234567890,\n  1.0,\n  "\\u00e4",\n  {\n    "a": 1,\n    "a": 2\n  }\n]',
    );
  });

  it("keeps marks and white space within strings", () => {
    expect(indentJson('{"a":"{ \\"x\\" : [1,  2] }"}')).toBe('{\n  "a": "{ \\"x\\" : [1,  2] }"\n}');
  });

  it("is null where the text is no JSON", () => {
    expect(indentJson("Internal Server Error")).toBeNull();
    expect(indentJson("")).toBeNull();
    expect(indentJson('{"a":')).toBeNull();
  });
});

describe("a member's text", () => {
  it("is what stands in the document", () => {
    const text = '{"id":"body","body": {"n":1.0,"body":[1,2]} ,"deliveries":[]}';
    expect(memberText(text, "body")).toBe('{"n":1.0,"body":[1,2]}');
  });

  it("may be the last one, and anything", () => {
    expect(memberText('{"a":1,"body":"x,y}"}', "body")).toBe('"x,y}"');
    expect(memberText('{"body":12345678901234567890}', "body")).toBe("12345678901234567890");
  });

  it("is null where there is none at the top", () => {
    expect(memberText('{"a":{"body":1}}', "body")).toBeNull();
    expect(memberText("{}", "body")).toBeNull();
  });
});
