export type SparkValue = { ok: number; failed: number };

export type SparkBar = { x: number; y: number; width: number; height: number; tone: "ok" | "failed" | "none" };

export const HEIGHT = 24;

const BAR = 3;
const GAP = 1;

/** So high is whatever is not nothing, or it would not be seen. */
const LOWEST = 2;

export function widthOf(count: number): number {
  return Math.max(0, count * (BAR + GAP) - GAP);
}

/** The bars of a sparkline: failures stand on what went well; a step without anything is a line at the bottom. */
export function bars(values: readonly SparkValue[]): SparkBar[] {
  const highest = Math.max(1, ...values.map(({ ok, failed }) => ok + failed));
  return values.flatMap(({ ok, failed }, i) => {
    const x = i * (BAR + GAP);
    if (ok + failed === 0) {
      return [{ x, y: HEIGHT - 1, width: BAR, height: 1, tone: "none" as const }];
    }
    const failedHeight = heightOf(failed, highest);
    const okHeight = Math.min(heightOf(ok, highest), HEIGHT - failedHeight);
    const stack: SparkBar[] = [];
    if (okHeight > 0) {
      stack.push({ x, y: HEIGHT - okHeight, width: BAR, height: okHeight, tone: "ok" });
    }
    if (failedHeight > 0) {
      stack.push({ x, y: HEIGHT - okHeight - failedHeight, width: BAR, height: failedHeight, tone: "failed" });
    }
    return stack;
  });
}

function heightOf(count: number, highest: number): number {
  return count === 0 ? 0 : Math.max(LOWEST, Math.round((count / highest) * HEIGHT));
}
