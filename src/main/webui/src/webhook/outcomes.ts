import type { Attempt } from "../api/client";

export type Outcome = Attempt["outcome"];

/** How a request can end, the good end first; the order of filters and charts. */
export const OUTCOMES = [
  "acknowledged",
  "refused",
  "timed_out",
  "unreachable",
  "blocked",
] as const satisfies readonly Outcome[];

export function isOutcome(text: string | null): text is Outcome {
  return OUTCOMES.some((outcome) => outcome === text);
}
