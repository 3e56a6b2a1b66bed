import { describe, expect, it } from "vitest";
import { targetOf } from "./gridKeys";

describe("the keys of the log", () => {
  it.each([
    ["ArrowDown", 3, 4],
    ["ArrowDown", 9, 9],
    ["ArrowUp", 3, 2],
    ["ArrowUp", 0, 0],
    ["PageDown", 3, 7],
    ["PageUp", 3, 0],
    ["Home", 3, 0],
    ["End", 3, 9],
  ])("%s leads from row %i to row %i of ten", (key, from, to) => {
    expect(targetOf(key, from, 10, 4)).toBe(to);
  });

  it("leave other keys alone", () => {
    expect(targetOf("a", 3, 10, 4)).toBeUndefined();
    expect(targetOf("ArrowDown", 0, 0, 4)).toBeUndefined();
  });
});
