import { describe, expect, it } from "vitest";
import { bytes, bytesOf, milliseconds, timeOf, wholeNumber } from "./quantity";

describe("quantities", () => {
  it("reads decimals as German and as English has them", () => {
    expect(milliseconds({ amount: "1,5", unit: "s" })).toBe(1_500);
    expect(milliseconds({ amount: "1.5", unit: "s" })).toBe(1_500);
    expect(milliseconds({ amount: " 0.1 ", unit: "s" })).toBe(100);
    expect(bytes({ amount: "0,5", unit: "MiB" })).toBe(524_288);
  });

  it("takes no fraction of a millisecond, no sign and no words", () => {
    expect(milliseconds({ amount: "0.5", unit: "ms" })).toBeUndefined();
    expect(milliseconds({ amount: "-1", unit: "s" })).toBeUndefined();
    expect(milliseconds({ amount: "", unit: "s" })).toBeUndefined();
    expect(milliseconds({ amount: "soon", unit: "s" })).toBeUndefined();
    expect(wholeNumber("1.5")).toBeUndefined();
    expect(wholeNumber("100")).toBe(100);
  });

  it("shows a value in the largest unit that fits", () => {
    expect(timeOf(1_000)).toEqual({ amount: "1", unit: "s" });
    expect(timeOf(1_500)).toEqual({ amount: "1500", unit: "ms" });
    expect(timeOf(90_000)).toEqual({ amount: "90", unit: "s" });
    expect(timeOf(86_400_000)).toEqual({ amount: "1", unit: "d" });
    expect(bytesOf(1_048_576)).toEqual({ amount: "1", unit: "MiB" });
    expect(bytesOf(1_500)).toEqual({ amount: "1500", unit: "B" });
  });

  it("gives back what it was given", () => {
    for (const ms of [50, 100, 1_000, 5_400_000, 7 * 86_400_000, 123_457]) {
      expect(milliseconds(timeOf(ms))).toBe(ms);
    }
  });
});
