import { describe, expect, it } from "vitest";
import type { Statistics, StatisticsPoint } from "../api/client";
import { isPeriod, latencySeries, outcomeSeries, requestsIn, sizeClasses, timesOf } from "./series";

function point(at: string, acknowledged: number, refused: number): StatisticsPoint {
  return {
    at,
    outcomes: { acknowledged, refused, timed_out: 0, unreachable: 0, blocked: 0 },
    events: acknowledged,
    p50: acknowledged === 0 ? null : "PT0.01S",
    p95: acknowledged === 0 ? null : "PT0.2S",
    p99: acknowledged === 0 ? null : "PT1S",
  };
}

const STATISTICS: Statistics = {
  webhookId: "w",
  period: "PT1H",
  since: "2026-03-02T08:00:00Z",
  until: "2026-03-02T09:00:00Z",
  step: "PT1M",
  total: point("2026-03-02T08:00:00Z", 7, 1),
  points: [
    point("2026-03-02T08:00:00Z", 7, 0),
    point("2026-03-02T08:01:00Z", 0, 1),
  ],
  batchSizes: [
    { upTo: 1, requests: 5 },
    { upTo: 2, requests: 0 },
    { upTo: 5, requests: 3 },
    { upTo: 10, requests: 0 },
  ],
};

describe("the charts of a webhook", () => {
  it("show outcomes that happened, and acknowledgements always", () => {
    expect(outcomeSeries(STATISTICS, (outcome) => outcome)).toEqual([
      { label: "acknowledged", tone: "success", values: [7, 0] },
      { label: "refused", tone: "danger", values: [0, 1] },
    ]);
    expect(requestsIn(STATISTICS)).toBe(8);
  });

  it("have a gap where nothing was sent", () => {
    const [p50, p95, p99] = latencySeries(STATISTICS, (name) => name);
    expect(p50).toEqual({ label: "p50", tone: "success", values: [10, null] });
    expect(p95?.values).toEqual([200, null]);
    expect(p99?.values).toEqual([1_000, null]);
  });

  it("begin where the steps begin", () => {
    expect(timesOf(STATISTICS)).toEqual([Date.UTC(2026, 2, 2, 8), Date.UTC(2026, 2, 2, 8, 1)]);
  });

  it("show sizes up to the largest that there was", () => {
    expect(sizeClasses(STATISTICS)).toEqual([
      { from: 1, upTo: 1, requests: 5 },
      { from: 2, upTo: 2, requests: 0 },
      { from: 3, upTo: 5, requests: 3 },
    ]);
    expect(sizeClasses({ ...STATISTICS, batchSizes: [] })).toEqual([]);
  });

  it("know their periods", () => {
    expect(isPeriod("P7D")).toBe(true);
    expect(isPeriod("P8D")).toBe(false);
    expect(isPeriod(null)).toBe(false);
  });
});
