import "../../testing";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Attempt } from "../../api/client";
import type { LogFilters } from "./filters";

function attempt(id: string): Attempt {
  return {
    id,
    webhookId: "w",
    deliveryId: "d",
    eventIds: ["e"],
    number: 1,
    outcome: "acknowledged",
    status: 200,
    error: null,
    sentAt: "2026-03-02T08:14:32.051Z",
    duration: "PT0.042S",
    response: null,
  };
}

const OF_ANOTHER_TYPE = "other";

/** Answers as the service does: pages of two, and a stream that the test writes to. */
class Service {
  readonly asked: string[] = [];
  lastEventId: string | null = null;
  isDown = false;
  private stream: ReadableStreamDefaultController<Uint8Array> | undefined;

  constructor(private readonly ids: string[]) {}

  readonly fetch = (input: Request | string, init?: RequestInit): Promise<Response> => {
    const request = typeof input === "string" ? new Request(new URL(input, "http://localhost"), init) : input;
    const url = new URL(request.url);
    this.asked.push(`${url.pathname}${url.search}`);
    if (this.isDown) {
      return Promise.resolve(Response.json({ detail: "The database does not answer." }, { status: 503 }));
    }
    return Promise.resolve(url.pathname.endsWith("/stream") ? this.open(request) : this.page(url));
  };

  send(id: string) {
    const event = `id: ${id}\nevent: attempt\ndata: ${JSON.stringify(attempt(id))}\n\n`;
    this.stream?.enqueue(new TextEncoder().encode(event));
  }

  private page(url: URL): Response {
    const cursor = url.searchParams.get("cursor");
    const from = cursor === null ? 0 : Number(cursor);
    const next = from + 2 < this.ids.length ? String(from + 2) : null;
    const found = this.ids.slice(from, from + 2).filter((id) => id !== OF_ANOTHER_TYPE);
    return Response.json({ items: found.map(attempt), next });
  }

  private open(request: Request): Response {
    this.lastEventId = request.headers.get("Last-Event-ID");
    const body = new ReadableStream<Uint8Array>({
      start: (controller) => {
        this.stream = controller;
      },
    });
    return new Response(body, { headers: { "Content-Type": "text/event-stream" } });
  }
}

async function open(service: Service, filters: LogFilters = {}) {
  vi.stubGlobal("fetch", service.fetch);
  const { AttemptLog } = await import("./attemptLog");
  const log = new AttemptLog("w", filters);
  logs.push(log);
  log.start();
  await vi.waitFor(() => expect(log.snapshot().isReading).toBe(false));
  return log;
}

let logs: { stop: () => void }[] = [];

beforeEach(() => {
  logs = [];
});

afterEach(() => {
  logs.forEach((log) => log.stop());
  vi.unstubAllGlobals();
});

function ids(log: { snapshot: () => { rows: readonly { id: string }[] } }) {
  return log.snapshot().rows.map(({ id }) => id);
}

describe("the log", () => {
  it("is read page by page", async () => {
    const log = await open(new Service(["5", "4", "3"]));
    expect(ids(log)).toEqual(["5", "4"]);
    expect(log.snapshot().hasMore).toBe(true);
    log.readMore();
    await vi.waitFor(() => expect(ids(log)).toEqual(["5", "4", "3"]));
    expect(log.snapshot().hasMore).toBe(false);
  });

  it("goes on where the first page begins, and shows each attempt once", async () => {
    const service = new Service(["5", "4"]);
    const log = await open(service);
    await vi.waitFor(() => expect(log.snapshot().live).toBe("live"));
    expect(service.lastEventId).toBe("5");
    service.send("5");
    service.send("6");
    await vi.waitFor(() => expect(ids(log)).toEqual(["6", "5", "4"]));
  });

  it("lets new ones wait while the reader is further down", async () => {
    const service = new Service(["5"]);
    const log = await open(service);
    await vi.waitFor(() => expect(log.snapshot().live).toBe("live"));
    log.setHolding(true);
    service.send("6");
    await vi.waitFor(() => expect(log.snapshot().held).toBe(1));
    expect(ids(log)).toEqual(["5"]);
    log.setHolding(false);
    expect(ids(log)).toEqual(["6", "5"]);
    expect(log.snapshot().held).toBe(0);
  });

  it("is not followed while it is paused, nor where only the past was asked for", async () => {
    const service = new Service(["5"]);
    const log = await open(service);
    await vi.waitFor(() => expect(log.snapshot().live).toBe("live"));
    log.setFollowed(false);
    expect(log.snapshot().live).toBe("off");
    log.setFollowed(true);
    await vi.waitFor(() => expect(log.snapshot().live).toBe("live"));

    const past = new Service(["5"]);
    await open(past, { until: "2026-03-02T08:00:00.000Z", outcome: "refused" });
    expect(past.asked).toEqual([
      "/v1/webhooks/w/attempts?limit=200&outcome=refused&until=2026-03-02T08%3A00%3A00.000Z",
    ]);
  });

  it("of a type is read on where a page is empty, but not for ever", async () => {
    const others = Array.from({ length: 8 }, () => OF_ANOTHER_TYPE);
    const service = new Service([...others, "2", ...others, ...others, "1"]);
    const log = await open(service, { type: "contact_moved" });
    expect(service.asked[0]).toBe("/v1/webhooks/w/attempts?limit=200&type=contact_moved");
    expect(ids(log)).toEqual(["2"]);
    log.readMore();
    await vi.waitFor(() => expect(log.snapshot().isReading).toBe(false));
    expect(ids(log)).toEqual(["2"]);
    expect(log.snapshot().hasMore).toBe(true);
    log.readMore();
    await vi.waitFor(() => expect(ids(log)).toEqual(["2", "1"]));
    expect(log.snapshot().hasMore).toBe(false);
  });

  it("says why it can't be read, and is read when it is started again", async () => {
    const service = new Service(["5"]);
    service.isDown = true;
    const log = await open(service);
    expect(log.snapshot().failure).toMatchObject({ status: 503 });
    service.isDown = false;
    log.start();
    await vi.waitFor(() => expect(ids(log)).toEqual(["5"]));
    expect(log.snapshot().failure).toBeUndefined();
  });
});
