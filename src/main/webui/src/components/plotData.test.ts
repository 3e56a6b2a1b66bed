import { describe, expect, it } from "vitest";
import type { ChartSeries } from "./Chart";
import { drawn, isWhole, lonely, positions, stepOf, WHOLE_STEPS } from "./plotData";

const ok: ChartSeries = { label: "ok", values: [1, 2, null], tone: "success" };
const failed: ChartSeries = { label: "failed", values: [3, 0, 4], tone: "danger" };

describe("what is drawn", () => {
  it("is each series by itself", () => {
    expect(drawn([ok, failed], false).map(({ values }) => values)).toEqual([
      [1, 2, null],
      [3, 0, 4],
    ]);
  });

  it("is, stacked, the highest first and each on those before it", () => {
    const [first, second] = drawn([ok, failed], true);
    expect(first).toEqual({ series: failed, values: [4, 2, 4] });
    expect(second).toEqual({ series: ok, values: [1, 2, 0] });
  });
});

describe("a line", () => {
  it("can't be drawn through a value between two gaps", () => {
    expect(lonely([1, null, 2, 3, null, null, 4])).toEqual([0, 6]);
    expect(lonely([])).toEqual([]);
  });
});

describe("an axis", () => {
  it("has seconds or numbers of categories", () => {
    expect(positions([60_000, 120_000])).toEqual([60, 120]);
    expect(positions(["1", "2–10"])).toEqual([0, 1]);
  });

  it("has steps", () => {
    expect(stepOf([60, 120, 180])).toBe(60);
    expect(stepOf([60])).toBe(1);
  });

  it("counts in whole numbers where all are whole", () => {
    expect(isWhole([ok, failed])).toBe(true);
    expect(isWhole([{ ...ok, values: [0.5] }])).toBe(false);
    expect(WHOLE_STEPS.slice(0, 5)).toEqual([1, 2, 5, 10, 20]);
  });
});
