import type { EventType } from "../api/client";
import { includes } from "../form/events";

/** The types that a webhook with these entries gets, in the catalogue's order. */
export function typesOf<T extends Pick<EventType, "type">>(
  types: readonly T[],
  entries: readonly string[],
): T[] {
  return types.filter(({ type }) => includes(entries, type));
}

/** The types whose sample can be sent: those that the webhook gets, else whatever there is. */
export function testableTypes<T extends Pick<EventType, "sample" | "type">>(
  types: readonly T[],
  entries: readonly string[],
): T[] {
  const withSample = types.filter(({ sample }) => sample !== null);
  const own = typesOf(withSample, entries);
  return own.length > 0 ? own : withSample;
}
