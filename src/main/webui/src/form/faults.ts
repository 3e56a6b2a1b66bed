import { milliseconds, wholeNumber, bytes } from "./quantity";
import { urlFault } from "./url";
import type { FormValues } from "./values";

/** A place in the form where something can be wrong; also the end of its element's id. */
export type Field =
  | "name"
  | "url"
  | "events"
  | "status"
  | "batching"
  | "maxEvents"
  | "maxWait"
  | "maxBytes"
  | "acknowledgement"
  | "retry"
  | `delay-${number}`
  | "timeout"
  | "maxInFlight"
  | "headers"
  | `header-${number}-name`
  | `header-${number}-value`;

/** Words of the catalogue, or the server's own. */
export type FaultText = { key: string; values?: Record<string, number | string> } | { text: string };

export interface Fault {
  /** Undefined where the form has no place for it: shown on top. */
  field?: Field;
  text: FaultText;
}

const MOST_EVENTS_ENTRIES = 50;
const LONGEST_NAME = 128;
const LONGEST_HEADER = 1_024;
export const MOST_HEADERS = 20;
export const MOST_DELAYS = 16;

const HEADER_NAME = /^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,64}$/;
const HEADER_VALUE = /^[\x20-\x7e]*$/;
const RESERVED_HEADERS = new Set([
  "accept-encoding",
  "connection",
  "date",
  "digest",
  "expect",
  "host",
  "http2-settings",
  "keep-alive",
  "kurier-hops",
  "range",
  "repr-digest",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
  "user-agent",
  "via",
  "want-digest",
  "webhook-id",
  "webhook-signature",
  "webhook-timestamp",
  "x-request-id",
  "x-webhook-id",
  "x-webhook-type",
]);
const RESERVED_BEGINNINGS = ["content-", "if-", "proxy-"];

/** The element that takes the focus when something is wrong there. */
export function elementId(field: Field): string {
  return `webhook-${field}`;
}

/** Where the form is folded away at first. */
export function isAdvanced(field: Field): boolean {
  return (
    ["maxBytes", "acknowledgement", "retry", "timeout", "maxInFlight", "headers"].includes(field) ||
    field.startsWith("delay-") ||
    field.startsWith("header-")
  );
}

/**
 * Everything that is wrong, as far as the browser can tell.
 *
 * @param storedUrl the URL that is stored; it is not judged anew
 */
export function faultsOf(values: FormValues, storedUrl?: string): Fault[] {
  return [
    ...nameFaults(values.name),
    ...urlFaults(values.url, storedUrl),
    ...eventsFaults(values.events),
    ...batchingFaults(values),
    ...retryFaults(values),
    ...numberFault("timeout", milliseconds(values.timeout), 1_000, 30_000, "form.fault.timeout"),
    ...numberFault("maxInFlight", wholeNumber(values.maxInFlight), 1, 1_000, "form.fault.maxInFlight"),
    ...headerFaults(values),
  ];
}

function nameFaults(name: string): Fault[] {
  if (name.trim() === "") {
    return [fault("name", "form.fault.name.required")];
  }
  if ([...name.trim()].length > LONGEST_NAME) {
    return [fault("name", "form.fault.name.tooLong", { most: LONGEST_NAME })];
  }
  return /\p{Cc}/u.test(name) ? [fault("name", "form.fault.name.control")] : [];
}

function urlFaults(url: string, stored: string | undefined): Fault[] {
  const found = urlFault(url, stored);
  return found === undefined ? [] : [fault("url", `form.fault.url.${found}`)];
}

function eventsFaults(events: readonly string[]): Fault[] {
  if (events.length === 0) {
    return [fault("events", "form.fault.events.required")];
  }
  return events.length > MOST_EVENTS_ENTRIES
    ? [fault("events", "form.fault.events.tooMany", { most: MOST_EVENTS_ENTRIES })]
    : [];
}

function batchingFaults(values: FormValues): Fault[] {
  if (!values.batching) {
    return [];
  }
  return [
    ...numberFault("maxEvents", wholeNumber(values.maxEvents), 1, 1_000, "form.fault.maxEvents"),
    ...numberFault("maxWait", milliseconds(values.maxWait), 50, 300_000, "form.fault.maxWait"),
    ...numberFault("maxBytes", bytes(values.maxBytes), 1_024, 5_242_880, "form.fault.maxBytes"),
  ];
}

function retryFaults(values: FormValues): Fault[] {
  if (values.retry !== "own") {
    return [];
  }
  const faults = values.delays.flatMap((row) =>
    numberFault(`delay-${row.key}`, milliseconds(row), 100, 604_800_000, "form.fault.delay"),
  );
  return values.delays.length > MOST_DELAYS
    ? [fault("retry", "form.fault.delays", { most: MOST_DELAYS }), ...faults]
    : faults;
}

function headerFaults(values: FormValues): Fault[] {
  const faults: Fault[] = [];
  if (values.headers.length > MOST_HEADERS) {
    faults.push(fault("headers", "form.fault.headers", { most: MOST_HEADERS }));
  }
  const seen = new Set<string>();
  for (const { key, name, value, kept } of values.headers) {
    const folded = name.trim().toLowerCase();
    const nameFault = headerNameFault(folded, seen);
    if (nameFault !== undefined) {
      faults.push(fault(`header-${key}-name`, nameFault));
    }
    seen.add(folded);
    if (!kept && value === "") {
      faults.push(fault(`header-${key}-value`, "form.fault.header.value"));
    } else if (value.length > LONGEST_HEADER) {
      faults.push(fault(`header-${key}-value`, "form.fault.header.long", { most: LONGEST_HEADER }));
    } else if (!HEADER_VALUE.test(value) || value !== value.trim()) {
      faults.push(fault(`header-${key}-value`, "form.fault.header.characters"));
    }
  }
  return faults;
}

function headerNameFault(folded: string, seen: ReadonlySet<string>): string | undefined {
  if (!HEADER_NAME.test(folded)) {
    return "form.fault.header.name";
  }
  if (RESERVED_HEADERS.has(folded) || RESERVED_BEGINNINGS.some((beginning) => folded.startsWith(beginning))) {
    return "form.fault.header.reserved";
  }
  return seen.has(folded) ? "form.fault.header.twice" : undefined;
}

function numberFault(
  field: Field,
  value: number | undefined,
  least: number,
  most: number,
  key: string,
): Fault[] {
  return value === undefined || value < least || value > most ? [fault(field, key)] : [];
}

function fault(field: Field, key: string, values?: Record<string, number | string>): Fault {
  return { field, text: values === undefined ? { key } : { key, values } };
}

/** What the server has against a request: at the fields that its pointers name. */
export function faultsOfProblem(
  problem: { detail: string; errors: readonly { pointer: string; detail: string }[] },
  values: FormValues,
): Fault[] {
  const faults = problem.errors.map(({ pointer, detail }) => {
    const field = fieldOf(pointer, values);
    return field === undefined
      ? { text: { text: pointer === "" ? detail : `${pointer}: ${detail}` } }
      : { field, text: serverWords(detail, entryAt(pointer, values)) };
  });
  return faults.length > 0 ? faults : [{ text: serverWords(problem.detail) }];
}

/** The field that a pointer of a problem names (RFC 6901); undefined if it names none. */
export function fieldOf(pointer: string, values: FormValues): Field | undefined {
  const [first, second, third] = steps(pointer);
  switch (first) {
    case "name":
    case "url":
    case "events":
    case "status":
      return first;
    case "batching":
      return second === "maxEvents" || second === "maxWait" || second === "maxBytes" ? second : "batching";
    case "delivery":
      return second === "retry" ? retryField(third, values) : deliveryField(second);
    case "headers":
      return headerField(second, values);
    default:
      return undefined;
  }
}

function deliveryField(member: string | undefined): Field | undefined {
  return member === "acknowledgement" || member === "timeout" || member === "maxInFlight"
    ? member
    : undefined;
}

function retryField(index: string | undefined, values: FormValues): Field {
  const row = index === undefined ? undefined : values.delays[Number(index)];
  return row === undefined || values.retry !== "own" ? "retry" : `delay-${row.key}`;
}

function headerField(name: string | undefined, values: FormValues): Field {
  const row = values.headers.find((header) => header.name.trim() === name);
  if (row === undefined) {
    return "headers";
  }
  return row.kept || headerNameFault(row.name.trim().toLowerCase(), new Set()) !== undefined
    ? `header-${row.key}-name`
    : `header-${row.key}-value`;
}

/** The entry of the list of events that a pointer names. */
function entryAt(pointer: string, values: FormValues): string | undefined {
  const [first, second] = steps(pointer);
  return first === "events" && second !== undefined
    ? values.events[Number(second)]
    : undefined;
}

function steps(pointer: string): string[] {
  return pointer
    .split("/")
    .slice(1)
    .map((step) => step.replaceAll("~1", "/").replaceAll("~0", "~"));
}

/** What only the server can tell, in the reader's language; the rest in the server's words. */
const KNOWN_WORDS: readonly (readonly [RegExp, string])[] = [
  [/^must start with https:\/\/$/, "form.fault.server.https"],
  [/^Only https may be called\.$/, "form.fault.server.https"],
  [/^This host may not be called\.$/, "form.fault.server.blocked"],
  [/^must have a host/, "form.fault.url.host"],
  [/^is no event type that is known$/, "form.fault.server.unknownType"],
  [/^must be a pattern/, "form.fault.events.pattern"],
  [/^stands there twice$/, "form.fault.server.twice"],
  [/^has no stored value to keep/, "form.fault.server.nothingKept"],
  [/^is required$/, "form.fault.server.required"],
  [/^The account has as many webhooks as it may have: (?<most>\d+)\.$/, "form.fault.server.full"],
];

function serverWords(detail: string, entry?: string): FaultText {
  for (const [pattern, key] of KNOWN_WORDS) {
    const match = pattern.exec(detail);
    if (match !== null) {
      return { key, values: { ...match.groups, entry: entry ?? "" } };
    }
  }
  return { text: entry === undefined ? detail : `${entry}: ${detail}` };
}
