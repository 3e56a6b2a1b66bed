import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { session } from "../session";
import { api, isKeyTaken, ProblemError, unwrap } from "./client";

const KEY = "kurier-test-admin-key";

function answer(response: () => Response): Request[] {
  const requests: Request[] = [];
  vi.stubGlobal("fetch", (request: Request) => {
    requests.push(request);
    return Promise.resolve(response());
  });
  return requests;
}

function list() {
  return unwrap(api.GET("/v1/webhooks"));
}

beforeEach(() => session.start(KEY));

afterEach(() => vi.unstubAllGlobals());

describe("the client", () => {
  it("sends the session's key", async () => {
    const requests = answer(() => Response.json({ items: [], next: null }));
    expect(await list()).toEqual({ items: [], next: null });
    expect(requests[0]?.headers.get("Authorization")).toBe(`Bearer ${KEY}`);
  });

  it("throws the problem that it is answered", async () => {
    answer(() =>
      Response.json(
        { detail: "is required", errors: [{ pointer: "/name", detail: "is required" }] },
        { status: 422, headers: { "Content-Type": "application/problem+json", "Retry-After": "5" } },
      ),
    );
    await expect(list()).rejects.toMatchObject({
      status: 422,
      detail: "is required",
      errors: [{ pointer: "/name", detail: "is required" }],
      retryAfter: 5,
    });
  });

  it("throws a problem where a proxy answers in its own way", async () => {
    answer(() => new Response("<html>Bad gateway</html>", { status: 502, statusText: "Bad Gateway" }));
    await expect(list()).rejects.toEqual(new ProblemError(502, "Bad Gateway"));
  });

  it("throws a problem without a status where no answer comes", async () => {
    vi.stubGlobal("fetch", () => Promise.reject(new TypeError("Failed to fetch")));
    await expect(list()).rejects.toMatchObject({ status: 0 });
  });

  it("does not call it a problem that nobody waits any more", async () => {
    vi.stubGlobal("fetch", () => Promise.reject(new DOMException("gone", "AbortError")));
    await expect(list()).rejects.toMatchObject({ name: "AbortError" });
  });

  it("ends the session when its key is not taken any more", async () => {
    answer(() => Response.json({ detail: "no" }, { status: 401 }));
    await expect(list()).rejects.toMatchObject({ status: 401 });
    expect(session.state()).toEqual({ key: null, ended: "expired" });
  });

  it("leaves a later session alone", async () => {
    vi.stubGlobal("fetch", () => {
      session.start("another-key-of-the-user");
      return Promise.resolve(Response.json({ detail: "no" }, { status: 401 }));
    });
    await expect(list()).rejects.toMatchObject({ status: 401 });
    expect(session.key()).toBe("another-key-of-the-user");
  });
});

describe("a key", () => {
  it("is tried before anybody is signed in", async () => {
    session.end();
    const requests = answer(() => Response.json({ items: [], next: null }));
    expect(await isKeyTaken(KEY)).toBe(true);
    expect(requests[0]?.headers.get("Authorization")).toBe(`Bearer ${KEY}`);
    expect(session.key()).toBeNull();
  });

  it("may be wrong", async () => {
    session.end();
    answer(() => Response.json({ detail: "no" }, { status: 401 }));
    expect(await isKeyTaken(KEY)).toBe(false);
    expect(session.state().ended).toBe("left");
  });

  it("can't be judged without an answer", async () => {
    answer(() => Response.json({ detail: "The database does not answer." }, { status: 503 }));
    await expect(isKeyTaken(KEY)).rejects.toMatchObject({ status: 503 });
  });
});
