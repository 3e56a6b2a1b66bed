import { describe, expect, it, vi } from "vitest";
import { TypeFinder } from "./typeFinder";

const TYPES: Record<string, string> = { a: "contact_added", b: "contact_moved" };

function finder() {
  const read = vi.fn((id: string) => Promise.resolve(TYPES[id] ?? null));
  return { read, types: new TypeFinder(read, 2) };
}

describe("the types of events", () => {
  it("are looked up once", async () => {
    const { read, types } = finder();
    const { signal } = new AbortController();
    await types.find(["a", "b", "a"], signal, () => undefined);
    await types.find(["b", "test"], signal, () => undefined);
    expect(read.mock.calls.map(([id]) => id)).toEqual(["a", "b", "test"]);
    expect(types.typeOf("a")).toBe("contact_added");
    expect(types.typeOf("test")).toBeNull();
    expect(types.typeOf("c")).toBeUndefined();
  });

  it("tell whether a request carried one", async () => {
    const { types } = finder();
    await types.find(["a", "b"], new AbortController().signal, () => undefined);
    expect(types.isAnyOf(["b", "a"], "contact_added")).toBe(true);
    expect(types.isAnyOf(["b", "c"], "contact_added")).toBe(false);
  });

  it("are looked up a few at a time", async () => {
    let running = 0;
    let most = 0;
    const types = new TypeFinder(async () => {
      running += 1;
      most = Math.max(most, running);
      await Promise.resolve();
      running -= 1;
      return "contact_added";
    }, 3);
    const found = vi.fn();
    const ids = Array.from({ length: 20 }, (_, index) => String(index));
    await types.find(ids, new AbortController().signal, found);
    expect(most).toBe(3);
    expect(found).toHaveBeenCalledTimes(20);
  });

  it("are no longer looked up when nobody wants them", async () => {
    const { read, types } = finder();
    const controller = new AbortController();
    controller.abort();
    await types.find(["a", "b"], controller.signal, () => undefined);
    expect(read).not.toHaveBeenCalled();
  });
});
