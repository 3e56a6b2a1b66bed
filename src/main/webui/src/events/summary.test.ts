import { expect, it } from "vitest";
import type { DeliveryState, EventDelivery } from "../api/client";
import { byAttention, hasEnded, summary } from "./summary";

function delivery(webhookId: string, state: DeliveryState): EventDelivery {
  return { webhookId, state, attempts: 1, nextAttemptAt: null, lastAttemptId: null };
}

const DELIVERIES = [delivery("a", "delivered"), delivery("b", "failed"), delivery("c", "delivered"), delivery("d", "pending")];

it("deliveries are counted by state, what needs attention first", () => {
  expect(summary(DELIVERIES)).toEqual([
    { state: "failed", count: 1 },
    { state: "pending", count: 1 },
    { state: "delivered", count: 2 },
  ]);
  expect(summary([])).toEqual([]);
});

it("deliveries are listed in that order", () => {
  expect(byAttention(DELIVERIES).map(({ webhookId }) => webhookId)).toEqual(["b", "d", "a", "c"]);
});

it("only what ended can be sent again", () => {
  expect((["pending", "retrying", "delivered", "failed"] as const).filter(hasEnded)).toEqual(["delivered", "failed"]);
});
