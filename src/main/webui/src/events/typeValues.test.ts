import { describe, expect, it } from "vitest";
import { check, definitionOf, isChanged, NO_TYPE, placed, pretty, valuesOf, type TypeValues } from "./typeValues";

const ORDER: TypeValues = {
  type: "order_shipped",
  de: "Bestellung versandt",
  en: "Order shipped",
  schema: '{"type":"object"}',
  sample: '{"type":"order_shipped"}',
  enforce: true,
};

describe("an own event type", () => {
  it("is read and sent", () => {
    const values = valuesOf({
      type: "order_shipped",
      labels: { de: "Bestellung versandt", en: "Order shipped" },
      schema: { type: "object" },
      sample: null,
      enforce: false,
      builtIn: false,
    });
    expect(values.schema).toBe('{\n  "type": "object"\n}');
    expect(values.sample).toBe("");
    expect(definitionOf(values)).toEqual({
      type: "order_shipped",
      labels: { de: "Bestellung versandt", en: "Order shipped" },
      schema: { type: "object" },
      sample: null,
      enforce: false,
    });
  });

  it("needs a name only", () => {
    expect(check({ ...NO_TYPE, type: "order_shipped" })).toEqual({});
    expect(definitionOf({ ...NO_TYPE, type: "order_shipped", de: " " }).labels).toEqual({});
    expect(check(ORDER)).toEqual({});
  });

  it.each([
    ["", "required"],
    ["Order shipped", "name"],
    ["kurier.order", "reserved"],
  ])("can't be called %j", (type, reason) => {
    expect(check({ ...ORDER, type }).type).toEqual({ reason });
  });

  it("has JSON where JSON belongs", () => {
    expect(check({ ...ORDER, schema: "{", sample: "x" })).toEqual({
      schema: { reason: "json" },
      sample: { reason: "json" },
    });
    expect(check({ ...ORDER, schema: "[]", sample: "[]" })).toEqual({
      schema: { reason: "schema" },
      sample: { reason: "object" },
    });
    expect(check({ ...ORDER, schema: "true" })).toEqual({});
  });

  it("can't be enforced without a schema", () => {
    expect(check({ ...ORDER, schema: " " })).toEqual({ enforce: { reason: "needsSchema" } });
  });

  it("has labels of 128 characters at most", () => {
    expect(check({ ...ORDER, de: "🙂".repeat(128) })).toEqual({});
    expect(check({ ...ORDER, en: "x".repeat(129) })).toEqual({ en: { reason: "long" } });
  });

  it("is changed by any of its fields", () => {
    expect(isChanged(ORDER, { ...ORDER })).toBe(false);
    expect(isChanged(ORDER, { ...ORDER, enforce: false })).toBe(true);
  });
});

it("the service's faults land at their fields", () => {
  expect(
    placed([
      { pointer: "/type", detail: "is taken" },
      { pointer: "/labels/de", detail: "is too long" },
      { pointer: "/sample/order/id", detail: "must be a string" },
      { pointer: "/sample", detail: "comes second" },
      { pointer: "", detail: "is no object" },
    ]),
  ).toEqual({
    fields: {
      type: { detail: "is taken" },
      de: { detail: "is too long" },
      sample: { detail: "/order/id: must be a string" },
    },
    rest: [{ pointer: "", detail: "is no object" }],
  });
});

it("nothing is shown as nothing", () => {
  expect(pretty(null)).toBe("");
  expect(pretty(false)).toBe("false");
});
