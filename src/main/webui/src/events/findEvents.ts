import { api, unwrap, type Event } from "../api/client";
import { isNotFound, readEvent } from "../api/events";

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** So many events with the same id are shown: the newest ones. */
export const MOST_FOUND = 50;

/** Whether a text may be an id of Kurier's; a producer's may look the same. */
export function isUuid(text: string): boolean {
  return UUID.test(text);
}

/** The events with this id: Kurier's own, else the producer's, the newest first. */
export async function lookUp(id: string, signal?: AbortSignal): Promise<Event[]> {
  if (isUuid(id)) {
    try {
      return [(await readEvent(id, signal)).event];
    } catch (failure) {
      if (!isNotFound(failure)) {
        throw failure;
      }
    }
  }
  const { items } = await unwrap(
    api.GET("/v1/events", { params: { query: { producerId: id, limit: MOST_FOUND } }, signal }),
  );
  return items;
}
