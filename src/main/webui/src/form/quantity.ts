/** An amount and its unit as somebody types them: the text is kept as it is until it is read. */
export interface Quantity<U extends string> {
  amount: string;
  unit: U;
}

export const TIME_UNITS = { ms: 1, s: 1_000, min: 60_000, h: 3_600_000, d: 86_400_000 } as const;
export const BYTE_UNITS = { B: 1, KiB: 1_024, MiB: 1_048_576 } as const;

export type TimeUnit = keyof typeof TIME_UNITS;
export type ByteUnit = keyof typeof BYTE_UNITS;
export type Time = Quantity<TimeUnit>;
export type Bytes = Quantity<ByteUnit>;

/** Digits, and a decimal sign as German or English has it. */
const NUMBER = /^\d{1,12}(?:[.,]\d{1,6})?$/;

const WHOLE = /^\d{1,12}$/;

/** The number that a text is; undefined if it is none. */
export function wholeNumber(text: string): number | undefined {
  const trimmed = text.trim();
  return WHOLE.test(trimmed) ? Number(trimmed) : undefined;
}

/** Milliseconds; undefined if it is no number of whole milliseconds. */
export function milliseconds(time: Time): number | undefined {
  return whole(time.amount, TIME_UNITS[time.unit]);
}

/** Bytes; undefined if it is no number of whole bytes. */
export function bytes(size: Bytes): number | undefined {
  return whole(size.amount, BYTE_UNITS[size.unit]);
}

/** In the largest unit in which it is a whole number. */
export function timeOf(ms: number): Time {
  return { ...split(ms, TIME_UNITS, "ms") };
}

/** In the largest unit in which it is a whole number. */
export function bytesOf(count: number): Bytes {
  return { ...split(count, BYTE_UNITS, "B") };
}

function whole(amount: string, factor: number): number | undefined {
  const trimmed = amount.trim();
  if (!NUMBER.test(trimmed)) {
    return undefined;
  }
  const exact = Number(trimmed.replace(",", ".")) * factor;
  const rounded = Math.round(exact);
  // 0.1 has no exact binary form: what differs by less than a ten-thousandth is the same.
  return Math.abs(exact - rounded) < 1e-4 ? rounded : undefined;
}

function split<U extends string>(
  value: number,
  units: Readonly<Record<U, number>>,
  smallest: U,
): Quantity<U> {
  let unit = smallest;
  for (const candidate of Object.keys(units) as U[]) {
    if (value > 0 && value % units[candidate] === 0 && units[candidate] > units[unit]) {
      unit = candidate;
    }
  }
  return { amount: String(value / units[unit]), unit };
}
