import type { Status } from "../api/client";

/** The rates at a time, in milliseconds since 1970. */
export type Sample = { at: number; accepted: number; acknowledged: number };

/** Ten minutes, at one every 5 s. */
const MOST = 120;

/** The samples with one more, if it is of a later time; the oldest are forgotten. */
export function withSample(samples: readonly Sample[], status: Status, at: number): readonly Sample[] {
  const last = samples.at(-1);
  if (last !== undefined && at <= last.at) {
    return samples;
  }
  return [
    ...samples.slice(-(MOST - 1)),
    { at, accepted: status.acceptedPerSecond, acknowledged: status.acknowledgedPerSecond },
  ];
}
