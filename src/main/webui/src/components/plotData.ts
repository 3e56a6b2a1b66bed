import type { ChartSeries } from "./Chart";

type Values = (number | null)[];

/**
 * What is drawn of each series, in the order in which it is drawn. Stacked, each is drawn as high as all up to it, the
 * last one first: so that those before cover its lower part.
 */
export function drawn(
  series: readonly ChartSeries[],
  stacked: boolean,
): { series: ChartSeries; values: Values }[] {
  if (!stacked) {
    return series.map((one) => ({ series: one, values: [...one.values] }));
  }
  const sums: number[] = [];
  return series
    .map((one) => ({
      series: one,
      values: one.values.map((value, i): number => {
        const sum = (sums[i] ?? 0) + (value ?? 0);
        sums[i] = sum;
        return sum;
      }),
    }))
    .reverse();
}

/** Where a value stands between two gaps. */
export function lonely(values: ArrayLike<number | null | undefined>): number[] {
  const isThere = (i: number) => values[i] !== null && values[i] !== undefined;
  return Array.from({ length: values.length }, (_, i) => i).filter(
    (i) => isThere(i) && !isThere(i - 1) && !isThere(i + 1),
  );
}

/** Positions along the axis: seconds of times, numbers of categories. */
export function positions(x: readonly number[] | readonly string[]): number[] {
  return x.map((at, i) => (typeof at === "number" ? at / 1_000 : i));
}

/** How far apart they are; 1 where there is only one. */
export function stepOf(at: readonly number[]): number {
  const [first, second] = at;
  return first === undefined || second === undefined ? 1 : second - first;
}

/** Whether only whole numbers are shown: then an axis has no halves. */
export function isWhole(series: readonly ChartSeries[]): boolean {
  return series.every(({ values }) => values.every((value) => value === null || Number.isInteger(value)));
}

/** 1, 2, 5, 10, 20, 50 … */
export const WHOLE_STEPS = Array.from({ length: 12 }, (_, power) => [1, 2, 5].map((n) => n * 10 ** power)).flat();

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Seconds between the times at an axis, as people count them; nothing is measured more often than each second. */
export const TIME_STEPS = [
  ...[1, 2, 5, 10, 15, 30],
  ...[1, 2, 5, 10, 15, 30].map((n) => n * MINUTE),
  ...[1, 2, 3, 4, 6, 12].map((n) => n * HOUR),
  ...[1, 2, 5, 7, 10].map((n) => n * DAY),
];
