import { afterEach, describe, expect, it, vi } from "vitest";
import { ProblemError } from "../api/client";
import { isUuid, lookUp } from "./findEvents";

const ID = "0195f3a1-02b7-7c55-8f10-6a7b8c9d0e1f";
const EVENT = { id: ID, producerId: "order-1", body: { n: 1 }, deliveries: [] };

/** Answers each request by its path and query; what is not named is not found. */
function serve(answers: Record<string, unknown>): string[] {
  const asked: string[] = [];
  vi.stubGlobal("fetch", (request: Request) => {
    const { pathname, search } = new URL(request.url);
    asked.push(pathname + search);
    const answer = answers[pathname + search];
    return Promise.resolve(
      answer === undefined
        ? Response.json({ detail: "There is no such event." }, { status: 404 })
        : Response.json(answer),
    );
  });
  return asked;
}

afterEach(() => vi.unstubAllGlobals());

describe("an event is looked up", () => {
  it("by Kurier's id", async () => {
    const asked = serve({ [`/v1/events/${ID}`]: EVENT });
    expect(await lookUp(ID)).toEqual([EVENT]);
    expect(asked).toEqual([`/v1/events/${ID}`]);
  });

  it("by the producer's id", async () => {
    serve({ "/v1/events?producerId=order-1&limit=50": { items: [EVENT], next: null } });
    expect(await lookUp("order-1")).toEqual([EVENT]);
  });

  it("by a producer's id that looks like one of Kurier's", async () => {
    serve({ [`/v1/events?producerId=${ID}&limit=50`]: { items: [EVENT], next: null } });
    expect(await lookUp(ID)).toEqual([EVENT]);
  });

  it("and a failure is told", async () => {
    vi.stubGlobal("fetch", () => Promise.resolve(Response.json({ detail: "Too much." }, { status: 503 })));
    await expect(lookUp(ID)).rejects.toEqual(new ProblemError(503, "Too much."));
  });
});

it("an id of Kurier's is a UUID", () => {
  expect(isUuid(ID)).toBe(true);
  expect(isUuid(ID.toUpperCase())).toBe(true);
  expect(isUuid("order-1")).toBe(false);
  expect(isUuid(`${ID}0`)).toBe(false);
});
