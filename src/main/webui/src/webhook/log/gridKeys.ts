/** Where a key leads from a row; undefined where it leads nowhere. */
export function targetOf(
  key: string,
  index: number,
  count: number,
  page: number,
): number | undefined {
  const target = targets(index, count, Math.max(1, page))[key];
  return target === undefined || count === 0
    ? undefined
    : Math.min(Math.max(target, 0), count - 1);
}

function targets(index: number, count: number, page: number): Partial<Record<string, number>> {
  return {
    ArrowDown: index + 1,
    ArrowUp: index - 1,
    PageDown: index + page,
    PageUp: index - page,
    Home: 0,
    End: count - 1,
  };
}
