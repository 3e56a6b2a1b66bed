import { describe, expect, it } from "vitest";
import type { Webhook } from "../api/client";
import { chosen, isFiltered, pageOf, readView, WHOLE_LIST, writeView, type View } from "./view";

function webhook(name: string, changes: Partial<Webhook> = {}): Webhook {
  return {
    id: name,
    name,
    url: `https://example.com/${name}`,
    events: ["contact_added"],
    status: "active",
    batching: { enabled: false, maxEvents: 100, maxBytes: 1_048_576, maxWait: "PT1S" },
    delivery: { acknowledgement: "status", retry: "standard", timeout: "PT5S", maxInFlight: 32 },
    headers: {},
    version: 1,
    createdAt: "2026-03-02T08:00:00Z",
    updatedAt: "2026-03-02T08:00:00Z",
    health: { state: "ok", since: null, reason: null, lastStatus: null, pausedUntil: null },
    ...changes,
  };
}

function failing(name: string, state: "failing" | "suspended"): Webhook {
  return webhook(name, { health: { state, since: "2026-03-02T09:00:00Z", reason: "", lastStatus: 500, pausedUntil: null } });
}

function names(webhooks: Webhook[], view: Partial<View>): string[] {
  return chosen(webhooks, { ...WHOLE_LIST, ...view }, "de").map(({ name }) => name);
}

describe("the list", () => {
  it("has the newest first", () => {
    const webhooks = [webhook("old"), webhook("new", { createdAt: "2026-03-03T08:00:00Z" })];
    expect(names(webhooks, {})).toEqual(["new", "old"]);
  });

  it("sorts names as people do", () => {
    const webhooks = ["Zoo 10", "Öl", "zoo 9", "Ost"].map((name) => webhook(name));
    expect(names(webhooks, { sort: "name", descending: false })).toEqual(["Öl", "Ost", "zoo 9", "Zoo 10"]);
  });

  it("sorts by health with the worst first", () => {
    const webhooks = [webhook("fine"), failing("given up", "suspended"), failing("bad", "failing")];
    expect(names(webhooks, { sort: "health", descending: false })).toEqual(["given up", "bad", "fine"]);
  });

  it("finds by name and by URL, in any case", () => {
    const webhooks = [webhook("Orders"), webhook("Leads", { url: "https://crm.example.com/hook" })];
    expect(names(webhooks, { q: " order " })).toEqual(["Orders"]);
    expect(names(webhooks, { q: "CRM" })).toEqual(["Leads"]);
  });

  it("filters by status, health and event, by pattern too", () => {
    const webhooks = [
      webhook("a", { status: "inactive" }),
      failing("b", "failing"),
      webhook("c", { events: ["contact_*"] }),
      webhook("d", { events: ["*"] }),
    ];
    expect(names(webhooks, { status: "inactive" })).toEqual(["a"]);
    expect(names(webhooks, { health: "failing" })).toEqual(["b"]);
    expect(names(webhooks, { event: "contact_moved", sort: "name", descending: false })).toEqual(["c", "d"]);
    expect(names(webhooks, { event: "kurier.webhook.suspended" })).toEqual([]);
  });

  it("is cut into pages, and shows the last one where there are fewer now", () => {
    const items = Array.from({ length: 45 }, (_, i) => i);
    expect(pageOf(items, { ...WHOLE_LIST, page: 2 })).toEqual({ page: 2, rows: items.slice(20, 40) });
    expect(pageOf(items, { ...WHOLE_LIST, page: 9 })).toEqual({ page: 3, rows: items.slice(40) });
    expect(pageOf([], WHOLE_LIST)).toEqual({ page: 1, rows: [] });
  });
});

describe("the address", () => {
  it("says nothing of the whole list", () => {
    expect(writeView(WHOLE_LIST).toString()).toBe("");
    expect(readView(new URLSearchParams())).toEqual(WHOLE_LIST);
    expect(isFiltered(WHOLE_LIST)).toBe(false);
  });

  it("keeps a view", () => {
    const view: View = {
      q: "a&b",
      status: "inactive",
      health: "failing",
      event: "contact_added",
      sort: "name",
      descending: true,
      page: 3,
      size: 50,
    };
    expect(readView(writeView(view))).toEqual(view);
    expect(isFiltered(view)).toBe(true);
  });

  it("may hold nonsense", () => {
    expect(readView(new URLSearchParams("status=x&health=&sort=-x&page=-1&size=7"))).toEqual(WHOLE_LIST);
  });
});
