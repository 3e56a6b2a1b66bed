import { describe, expect, it } from "vitest";
import { NAMED_SCHEDULES, roughly, span, timeLine } from "./schedule";

describe("the time line of a schedule", () => {
  it("begins with the first try, which waits for nothing", () => {
    expect(timeLine([])).toEqual([{ number: 1, delay: 0, at: 0 }]);
    expect(span([])).toBe(0);
  });

  it("adds up the delays", () => {
    expect(timeLine([5_000, 300_000])).toEqual([
      { number: 1, delay: 0, at: 0 },
      { number: 2, delay: 5_000, at: 5_000 },
      { number: 3, delay: 300_000, at: 305_000 },
    ]);
  });

  it("knows the schedules that have a name", () => {
    expect(timeLine(NAMED_SCHEDULES.standard)).toHaveLength(10);
    expect(span(NAMED_SCHEDULES.standard)).toBe(((75 * 60 + 35) * 60 + 5) * 1_000);
    expect(timeLine(NAMED_SCHEDULES.getresponse)).toHaveLength(4);
  });

  it("is told roughly where it is long", () => {
    expect(roughly(5_500)).toBe(5_500);
    expect(roughly(305_400)).toBe(305_000);
    expect(roughly(span(NAMED_SCHEDULES.standard))).toBe(76 * 3_600_000);
  });
});
