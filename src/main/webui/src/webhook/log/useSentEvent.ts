import { useQuery } from "@tanstack/react-query";
import { type EventWithBody, eventKey, isNotFound, readEvent } from "../../api/events";

const READ_EVERY = 5_000;

/** An event that was sent, and how its deliveries stand; null where it is not kept, as of tests. */
export function useSentEvent(id: string | undefined, webhookId: string) {
  return useQuery({
    queryKey: [...eventKey(id ?? ""), "sent", webhookId],
    queryFn: async ({ signal }): Promise<EventWithBody | null> => {
      try {
        return await readEvent(id ?? "", signal);
      } catch (failure) {
        if (isNotFound(failure)) {
          return null;
        }
        throw failure;
      }
    },
    enabled: id !== undefined,
    refetchInterval: ({ state }) =>
      isOpen(state.data, webhookId) ? READ_EVERY : false,
  });
}

/** How the delivery of an event to a webhook stands; undefined if it is not known. */
export function deliveryTo(sent: EventWithBody | null | undefined, webhookId: string) {
  return sent?.event.deliveries.find((delivery) => delivery.webhookId === webhookId);
}

function isOpen(sent: EventWithBody | null | undefined, webhookId: string): boolean {
  const state = deliveryTo(sent, webhookId)?.state;
  return state === "pending" || state === "retrying";
}
