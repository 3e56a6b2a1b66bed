import type { DeliveryState, EventDelivery } from "../api/client";

/** What needs attention comes first. */
const STATES: readonly DeliveryState[] = ["failed", "retrying", "pending", "delivered"];

/** How many deliveries are in each state; states without any are left out. */
export function summary(deliveries: readonly EventDelivery[]): { state: DeliveryState; count: number }[] {
  return STATES.map((state) => ({
    state,
    count: deliveries.filter((delivery) => delivery.state === state).length,
  })).filter(({ count }) => count > 0);
}

/** Whether it is over: then it can be sent again. */
export function hasEnded(state: DeliveryState): boolean {
  return state === "delivered" || state === "failed";
}

/** The deliveries in the order of their states, those that need attention first; otherwise as they were. */
export function byAttention(deliveries: readonly EventDelivery[]): EventDelivery[] {
  return STATES.flatMap((state) => deliveries.filter((delivery) => delivery.state === state));
}
