/** A page of a list, as the API answers it. */
export type ListPage<T> = { items: T[]; next: string | null };

/** Reads a list page by page, up to so many items; `more` says that there are others. */
export async function readAll<T>(
  read: (cursor: string | undefined) => Promise<ListPage<T>>,
  most: number,
): Promise<{ items: T[]; more: boolean }> {
  const items: T[] = [];
  let cursor: string | undefined;
  do {
    const page = await read(cursor);
    items.push(...page.items);
    cursor = page.next ?? undefined;
  } while (cursor !== undefined && items.length < most);
  return { items: items.slice(0, most), more: cursor !== undefined || items.length > most };
}
