import { describe, expect, it } from "vitest";
import type { Webhook } from "../../api/client";
import { requestHeaders, wasBatch } from "./requestHeaders";

const ATTEMPT = {
  id: "r",
  webhookId: "w",
  deliveryId: "d",
  eventIds: ["e"],
  number: 1,
  outcome: "acknowledged" as const,
  status: 200,
  error: null,
  sentAt: "2026-03-02T08:14:32.951Z",
  duration: "PT0.042S",
  response: null,
};

describe("the headers of a request", () => {
  it("follow from the attempt, without what is secret", () => {
    expect(requestHeaders(ATTEMPT, "contact_added", false, ["X-Tenant"])).toEqual([
      { name: "Content-Type", value: "application/json" },
      { name: "X-Webhook-Type", value: "contact_added" },
      { name: "X-Webhook-ID", value: "d" },
      { name: "X-Request-ID", value: "r" },
      { name: "webhook-id", value: "d" },
      { name: "webhook-timestamp", value: "1772439272" },
      { name: "webhook-signature", value: "v1,••••••" },
      { name: "X-Tenant", value: "••••••" },
    ]);
  });

  it("name a batch as such, and leave open what is not known", () => {
    expect(requestHeaders(ATTEMPT, "contact_added", true, [])[1]?.value).toBe("batch");
    expect(requestHeaders(ATTEMPT, null, false, [])[1]?.value).toBeNull();
    expect(requestHeaders(ATTEMPT, "contact_added", null, [])[1]?.value).toBeNull();
  });
});

describe("whether a request was a batch", () => {
  const webhook = (enabled: boolean) =>
    ({ updatedAt: "2026-03-02T08:00:00Z", batching: { enabled } }) as Webhook;

  it("is told by several events, else by a webhook that was not changed since", () => {
    expect(wasBatch({ ...ATTEMPT, eventIds: ["e", "f"] }, webhook(false), "2026-03-01T00:00:00Z")).toBe(true);
    expect(wasBatch(ATTEMPT, webhook(true), "2026-03-02T08:00:01Z")).toBe(true);
    expect(wasBatch(ATTEMPT, webhook(false), "2026-03-02T08:00:01Z")).toBe(false);
    expect(wasBatch(ATTEMPT, webhook(false), "2026-03-02T07:59:59Z")).toBeNull();
  });
});
