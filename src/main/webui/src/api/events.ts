import { memberText } from "../json";
import { api, ProblemError, unwrap, type Event } from "./client";

/** An event and its body as the producer wrote it: numbers and order as they were. */
export type EventWithBody = { event: Event; body: string };

/** Reads an event. The body is cut out of the answer, since a parsed one would lose digits of long numbers. */
export async function readEvent(id: string, signal?: AbortSignal): Promise<EventWithBody> {
  const text = await unwrap<string>(
    api.GET("/v1/events/{id}", { params: { path: { id } }, parseAs: "text", signal }),
  );
  const event = JSON.parse(text) as Event;
  return { event, body: memberText(text, "body") ?? JSON.stringify(event.body) };
}

export function eventKey(id: string) {
  return ["event", id] as const;
}

/** Whether this failure says that there is no such thing. */
export function isNotFound(failure: unknown): boolean {
  return failure instanceof ProblemError && failure.status === 404;
}
