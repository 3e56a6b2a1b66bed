import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { session } from "../session";
import type { Attempt } from "./client";
import { streamAttempts, waitBefore, type StreamState } from "./stream";

const KEY = "kurier-test-admin-key";

type Asked = { address: string; headers: Headers };

/** Answers one connection after the other; the last answer stays open until it is aborted. */
function serve(...answers: (() => Response)[]): Asked[] {
  const asked: Asked[] = [];
  vi.stubGlobal("fetch", (address: string, { headers, signal }: RequestInit) => {
    asked.push({ address, headers: new Headers(headers) });
    const answer = answers[asked.length - 1];
    return answer === undefined
      ? new Promise((_resolve, reject) => signal?.addEventListener("abort", () => reject(new Error("aborted"))))
      : Promise.resolve(answer());
  });
  return asked;
}

function attemptEvent(id: string): string {
  return `id: ${id}\nevent: attempt\ndata: {"id":"${id}"}\n\n`;
}

function follow(options: { outcome?: Attempt["outcome"]; type?: string; lastId?: string } = {}) {
  const controller = new AbortController();
  const attempts: string[] = [];
  const states: StreamState[] = [];
  let skipped = 0;
  const over = streamAttempts("webhook-1", {
    ...options,
    signal: controller.signal,
    onAttempt: ({ id }) => attempts.push(id),
    onSkipped: () => skipped++,
    onState: (state) => states.push(state),
  });
  return { attempts, states, over, skipped: () => skipped, stop: () => controller.abort() };
}

beforeEach(() => {
  session.start(KEY);
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe("a stream of attempts", () => {
  it("goes on where it was after a lost connection", async () => {
    const asked = serve(
      () => new Response(`: alive\n\n${attemptEvent("a")}event: skipped\ndata:\n\n${attemptEvent("b")}id: c\neve`),
      () => new Response(attemptEvent("c")),
    );
    const stream = follow({ outcome: "refused", type: "contact_moved", lastId: "z" });
    await vi.advanceTimersByTimeAsync(1_500);
    expect(stream.attempts).toEqual(["a", "b", "c"]);
    expect(stream.skipped()).toBe(1);
    expect(asked.map(({ address }) => address)).toEqual([
      "/v1/webhooks/webhook-1/attempts/stream?outcome=refused&type=contact_moved",
      "/v1/webhooks/webhook-1/attempts/stream?outcome=refused&type=contact_moved",
    ]);
    expect(asked.map(({ headers }) => headers.get("Last-Event-ID"))).toEqual(["z", "b"]);
    expect(asked[0]?.headers.get("Authorization")).toBe(`Bearer ${KEY}`);
    expect(stream.states).toEqual(["live", "waiting", "live", "waiting"]);
    stream.stop();
    await stream.over;
  });

  it("waits longer after each failure in a row", async () => {
    expect([0, 1, 2, 3, 4, 9].map(waitBefore)).toEqual([1_000, 2_000, 5_000, 10_000, 10_000, 10_000]);
    const asked = serve(...Array.from({ length: 3 }, () => () => new Response(null, { status: 503 })));
    const stream = follow();
    await vi.advanceTimersByTimeAsync(2_900);
    expect(asked).toHaveLength(2);
    await vi.advanceTimersByTimeAsync(200);
    expect(asked).toHaveLength(3);
    stream.stop();
    await stream.over;
  });

  it("ends where there is nothing to follow", async () => {
    serve(() => new Response(null, { status: 404 }));
    const stream = follow();
    await stream.over;
    expect(stream.states).toEqual(["ended"]);
  });

  it("ends with the session", async () => {
    serve(() => new Response(null, { status: 401 }));
    const stream = follow();
    await stream.over;
    expect(session.state()).toEqual({ key: null, ended: "expired" });
  });

  it("is tried again when nothing is heard of it", async () => {
    const asked = serve();
    const stream = follow();
    await vi.advanceTimersByTimeAsync(42_000);
    expect(asked).toHaveLength(2);
    stream.stop();
    await stream.over;
    expect(stream.states).toEqual(["waiting"]);
  });
});
