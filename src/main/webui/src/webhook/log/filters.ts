import { parseDuration } from "../../format";
import { type Outcome, isOutcome } from "../outcomes";

/** What of the log is shown; undefined is no limit. */
export interface LogFilters {
  outcome?: Outcome;
  /** Of the events that were sent. */
  type?: string;
  /** ISO 8601 in UTC, the earliest. */
  since?: string;
  /** ISO 8601 in UTC, later than the latest. */
  until?: string;
}

export const NO_FILTERS: LogFilters = {};

/** The filters in a page's address; what makes no sense there is left out. */
export function filtersOf(search: URLSearchParams): LogFilters {
  const outcome = search.get("outcome");
  return {
    outcome: isOutcome(outcome) ? outcome : undefined,
    type: search.get("type") || undefined,
    since: instant(search.get("since")),
    until: instant(search.get("until")),
  };
}

/** The address with other filters in it; the rest of it stays. */
export function withFilters(search: URLSearchParams, filters: LogFilters): URLSearchParams {
  const changed = new URLSearchParams(search);
  for (const name of ["outcome", "type", "since", "until"] as const) {
    const value = filters[name];
    if (value === undefined) {
      changed.delete(name);
    } else {
      changed.set(name, value);
    }
  }
  return changed;
}

/** Whether anything is filtered out. */
export function isFiltered({ outcome, type, since, until }: LogFilters): boolean {
  return [outcome, type, since, until].some((value) => value !== undefined);
}

/** Whether only a part of the time is shown. */
export function isLimited({ since, until }: LogFilters): boolean {
  return since !== undefined || until !== undefined;
}

/** When a span of time begins that ends now, in milliseconds since 1970; undefined where it is none. */
export function sinceOf(span: string, now: number): string | undefined {
  const length = parseDuration(span);
  return length > 0 ? new Date(now - length).toISOString() : undefined;
}

/** What a field of the kind datetime-local holds, as an instant; undefined where it is empty or unfinished. */
export function instantOf(local: string): string | undefined {
  return instant(local);
}

/** An instant as a field of the kind datetime-local takes it: in the reader's zone, to the minute. */
export function localOf(iso: string | undefined): string {
  if (iso === undefined) {
    return "";
  }
  const at = new Date(iso);
  const shifted = new Date(at.getTime() - at.getTimezoneOffset() * 60_000);
  return shifted.toISOString().slice(0, 16);
}

function instant(text: string | null): string | undefined {
  if (text === null || text === "") {
    return undefined;
  }
  const at = new Date(text);
  return Number.isNaN(at.getTime()) ? undefined : at.toISOString();
}
