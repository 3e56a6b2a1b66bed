const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** When what was not acknowledged is tried again, where the schedule has a name: in milliseconds. */
export const NAMED_SCHEDULES = {
  standard: [
    5 * SECOND,
    5 * MINUTE,
    30 * MINUTE,
    2 * HOUR,
    5 * HOUR,
    10 * HOUR,
    14 * HOUR,
    20 * HOUR,
    24 * HOUR,
  ],
  getresponse: [30 * SECOND, 5 * MINUTE, 30 * MINUTE],
} as const;

export type ScheduleName = keyof typeof NAMED_SCHEDULES;

/** One request on the time line of a delivery that is never acknowledged. */
export interface Try {
  /** Counted from one. */
  number: number;
  /** Milliseconds since the try before; 0 for the first. */
  delay: number;
  /** Milliseconds since the first try. */
  at: number;
}

/** All tries of a schedule, the first one too. */
export function timeLine(delays: readonly number[]): Try[] {
  const tries: Try[] = [{ number: 1, delay: 0, at: 0 }];
  let at = 0;
  delays.forEach((delay, index) => {
    at += delay;
    tries.push({ number: index + 2, delay, at });
  });
  return tries;
}

/** Milliseconds from the first try to the last. */
export function span(delays: readonly number[]): number {
  return delays.reduce((sum, delay) => sum + delay, 0);
}

/** The same time in fewer words: nobody wants to know the seconds after two days. */
export function roughly(ms: number): number {
  const step = ms >= 24 * HOUR ? HOUR : ms >= HOUR ? MINUTE : ms >= MINUTE ? SECOND : 1;
  return Math.round(ms / step) * step;
}
