import { describe, expect, it } from "vitest";
import type { Status } from "../api/client";
import { withSample, type Sample } from "./samples";

function status(acceptedPerSecond: number): Status {
  return {
    version: "0.1.0",
    acceptedPerSecond,
    acknowledgedPerSecond: 1,
    openDeliveries: 0,
    oldestDueAt: null,
    failingWebhooks: 0,
    suspendedWebhooks: 0,
    nodes: [],
  };
}

describe("samples of the rates", () => {
  it("are taken once for each time", () => {
    const one = withSample([], status(5), 1_000);
    expect(one).toEqual([{ at: 1_000, accepted: 5, acknowledged: 1 }]);
    expect(withSample(one, status(6), 1_000)).toBe(one);
    expect(withSample(one, status(6), 2_000)).toHaveLength(2);
  });

  it("are forgotten after ten minutes", () => {
    let samples: readonly Sample[] = [];
    for (let i = 1; i <= 200; i++) {
      samples = withSample(samples, status(i), i);
    }
    expect(samples).toHaveLength(120);
    expect(samples.at(-1)?.accepted).toBe(200);
  });
});
