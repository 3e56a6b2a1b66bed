import { describe, expect, it } from "vitest";
import { ProblemError } from "./client";
import { isPassing, waitAfter } from "./queries";

describe("a failed request", () => {
  it("is tried again where it may fare better", () => {
    expect([0, 429, 500, 503].map((status) => isPassing(new ProblemError(status, "")))).toEqual([true, true, true, true]);
    expect([401, 404, 422].map((status) => isPassing(new ProblemError(status, "")))).toEqual([false, false, false]);
    expect(isPassing(new Error("ours"))).toBe(false);
  });

  it("waits as long as it is asked to, else longer each time", () => {
    expect(waitAfter(0, new ProblemError(503, "", [], 5))).toBe(5_000);
    expect(waitAfter(0, new ProblemError(503, ""))).toBe(1_000);
    expect(waitAfter(2, new ProblemError(503, ""))).toBe(4_000);
    expect(waitAfter(0, new ProblemError(503, "", [], 3_600))).toBe(30_000);
  });
});
