import { parseDuration, toIsoDuration } from "../format";
import {
  type Bytes,
  type Time,
  bytes,
  bytesOf,
  milliseconds,
  timeOf,
  wholeNumber,
} from "./quantity";
import { NAMED_SCHEDULES, type ScheduleName } from "./schedule";

/** What a customer configures, whole: as a request sends it and as a view shows it. */
export interface Configuration {
  name: string;
  url: string;
  events: string[];
  status: "active" | "inactive";
  batching: { enabled: boolean; maxEvents: number; maxBytes: number; maxWait: string };
  delivery: {
    acknowledgement: "status" | "json-ok";
    retry: ScheduleName | string[];
    timeout: string;
    maxInFlight: number;
  };
  /** Null keeps the stored value, and stands for one in a view. */
  headers: Record<string, string | null>;
}

export interface HeaderRow {
  /** Of this page only: names change while they are typed. */
  key: number;
  name: string;
  value: string;
  /** Its value is stored, can't be read, and is kept. */
  kept: boolean;
}

export interface DelayRow extends Time {
  key: number;
}

/** The form as it stands, with what was typed and is not yet a number too. */
export interface FormValues {
  name: string;
  url: string;
  events: string[];
  status: "active" | "inactive";
  batching: boolean;
  maxEvents: string;
  maxWait: Time;
  maxBytes: Bytes;
  acknowledgement: "status" | "json-ok";
  retry: ScheduleName | "own";
  delays: DelayRow[];
  timeout: Time;
  maxInFlight: string;
  headers: HeaderRow[];
}

const BATCHING_BY_DEFAULT = { maxEvents: 100, maxBytes: 1_048_576, maxWait: 1_000 };

let lastKey = 0;

/** A key for a new row. */
export function nextKey(): number {
  lastKey += 1;
  return lastKey;
}

/** A new webhook, with the server's defaults. */
export function emptyValues(): FormValues {
  return {
    name: "",
    url: "",
    events: [],
    status: "active",
    batching: false,
    maxEvents: String(BATCHING_BY_DEFAULT.maxEvents),
    maxWait: timeOf(BATCHING_BY_DEFAULT.maxWait),
    maxBytes: bytesOf(BATCHING_BY_DEFAULT.maxBytes),
    acknowledgement: "status",
    retry: "standard",
    delays: [],
    timeout: timeOf(5_000),
    maxInFlight: "32",
    headers: [],
  };
}

/** A stored webhook, to be changed. */
export function valuesOf(stored: Configuration): FormValues {
  const { batching, delivery } = stored;
  const own = Array.isArray(delivery.retry);
  return {
    name: stored.name,
    url: stored.url,
    events: [...stored.events],
    status: stored.status,
    batching: batching.enabled,
    maxEvents: String(batching.maxEvents),
    maxWait: timeOf(parseDuration(batching.maxWait)),
    maxBytes: bytesOf(batching.maxBytes),
    acknowledgement: delivery.acknowledgement,
    retry: Array.isArray(delivery.retry) ? "own" : delivery.retry,
    delays: own ? delayRows(delaysOf(delivery.retry)) : [],
    timeout: timeOf(parseDuration(delivery.timeout)),
    maxInFlight: String(delivery.maxInFlight),
    headers: Object.keys(stored.headers).map((name) => ({
      key: nextKey(),
      name,
      value: "",
      kept: true,
    })),
  };
}

/** A stored webhook as the pattern of a new one, which can't have the values of its headers. */
export function copyOf(stored: Configuration, name: string): FormValues {
  const values = valuesOf(stored);
  return {
    ...values,
    name,
    headers: values.headers.map((header) => ({ ...header, kept: false })),
  };
}

/** Milliseconds between the tries. */
export function delaysOf(retry: Configuration["delivery"]["retry"]): readonly number[] {
  return Array.isArray(retry) ? retry.map(parseDuration) : NAMED_SCHEDULES[retry];
}

export function delayRows(delays: readonly number[]): DelayRow[] {
  return delays.map((delay) => ({ key: nextKey(), ...timeOf(delay) }));
}

/** The delays that the form asks for; what is not yet a time is left out. */
export function typedDelays(values: FormValues): readonly number[] {
  return values.retry === "own"
    ? values.delays.map(milliseconds).filter((delay) => delay !== undefined)
    : NAMED_SCHEDULES[values.retry];
}

/**
 * What is sent. The values were checked: each is what it should be.
 *
 * @throws RangeError if one is not
 */
export function configurationOf(values: FormValues): Configuration {
  return {
    name: values.name.trim(),
    url: values.url,
    events: [...values.events],
    status: values.status,
    batching: batchingOf(values),
    delivery: {
      acknowledgement: values.acknowledgement,
      retry: values.retry === "own" ? values.delays.map(isoOf) : values.retry,
      timeout: isoOf(values.timeout),
      maxInFlight: checked(wholeNumber(values.maxInFlight)),
    },
    headers: Object.fromEntries(
      values.headers.map((header) => [header.name.trim(), header.kept ? null : header.value]),
    ),
  };
}

function batchingOf(values: FormValues): Configuration["batching"] {
  const typed = {
    maxEvents: wholeNumber(values.maxEvents),
    maxBytes: bytes(values.maxBytes),
    maxWait: milliseconds(values.maxWait),
  };
  // Where it is off its fields are hidden, and nobody can mend what was typed there.
  const hidden = values.batching ? undefined : BATCHING_BY_DEFAULT;
  return {
    enabled: values.batching,
    maxEvents: checked(typed.maxEvents ?? hidden?.maxEvents),
    maxBytes: checked(typed.maxBytes ?? hidden?.maxBytes),
    maxWait: toIsoDuration(checked(typed.maxWait ?? hidden?.maxWait)),
  };
}

/** Whether a reader would see no difference. */
export function isSame(values: FormValues, others: FormValues): boolean {
  return JSON.stringify(values) === JSON.stringify(others);
}

function isoOf(time: Time): string {
  return toIsoDuration(checked(milliseconds(time)));
}

function checked(value: number | undefined): number {
  if (value === undefined) {
    throw new RangeError("the form was not checked before it was sent");
  }
  return value;
}
