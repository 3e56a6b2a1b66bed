import { describe, expect, it } from "vitest";
import { readAll, type ListPage } from "./pages";

function pages(...items: number[][]): (cursor: string | undefined) => Promise<ListPage<number>> {
  return (cursor) => {
    const at = cursor === undefined ? 0 : Number(cursor);
    return Promise.resolve({ items: items[at] ?? [], next: at + 1 < items.length ? String(at + 1) : null });
  };
}

describe("a list", () => {
  it("is read page by page", async () => {
    expect(await readAll(pages([1, 2], [], [3]), 10)).toEqual({ items: [1, 2, 3], more: false });
    expect(await readAll(pages([]), 10)).toEqual({ items: [], more: false });
  });

  it("is not read further than asked for", async () => {
    expect(await readAll(pages([1, 2], [3, 4], [5]), 3)).toEqual({ items: [1, 2, 3], more: true });
    expect(await readAll(pages([1, 2], [3]), 3)).toEqual({ items: [1, 2, 3], more: false });
  });
});
