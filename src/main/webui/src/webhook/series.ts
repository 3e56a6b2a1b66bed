import type { Statistics } from "../api/client";
import type { ChartSeries, Tone } from "../components/Chart";
import { parseDuration } from "../format";
import { OUTCOMES, type Outcome } from "./outcomes";

/** How far back charts go, as the API has it. */
export const PERIODS = ["PT1H", "PT24H", "P7D", "P30D"] as const;

export type Period = (typeof PERIODS)[number];

export function isPeriod(text: string | null): text is Period {
  return PERIODS.some((period) => period === text);
}

const TONES: Readonly<Record<Outcome, Tone>> = {
  acknowledged: "success",
  refused: "danger",
  timed_out: "warning",
  unreachable: "accent",
  blocked: "neutral",
};

const PERCENTILES = [
  ["p50", "success"],
  ["p95", "info"],
  ["p99", "warning"],
] as const satisfies readonly (readonly [string, Tone])[];

/** When the steps begin, in milliseconds. */
export function timesOf({ points }: Statistics): number[] {
  return points.map((point) => Date.parse(point.at));
}

/** Requests by how they ended; what never happened is left out, but for what should. */
export function outcomeSeries(
  { points, total }: Statistics,
  name: (outcome: Outcome) => string,
): ChartSeries[] {
  return OUTCOMES.filter(
    (outcome) => outcome === "acknowledged" || total.outcomes[outcome] > 0,
  ).map((outcome) => ({
    label: name(outcome),
    tone: TONES[outcome],
    values: points.map((point) => point.outcomes[outcome]),
  }));
}

/** How long requests took, in milliseconds; null in steps without requests. */
export function latencySeries({ points }: Statistics, name: (percentile: string) => string): ChartSeries[] {
  return PERCENTILES.map(([percentile, tone]) => ({
    label: name(percentile),
    tone,
    values: points.map((point) => {
      const duration = point[percentile];
      return duration === null ? null : parseDuration(duration);
    }),
  }));
}

/** Requests by how many events they carried, from the first class to the last that has any. */
export function sizeClasses({ batchSizes }: Statistics): {
  from: number;
  upTo: number;
  requests: number;
}[] {
  const last = batchSizes.findLastIndex(({ requests }) => requests > 0);
  return batchSizes.slice(0, last + 1).map(({ upTo, requests }, index) => ({
    from: (batchSizes[index - 1]?.upTo ?? 0) + 1,
    upTo,
    requests,
  }));
}

/** All requests of the period. */
export function requestsIn({ total }: Statistics): number {
  return OUTCOMES.reduce((sum, outcome) => sum + total.outcomes[outcome], 0);
}
