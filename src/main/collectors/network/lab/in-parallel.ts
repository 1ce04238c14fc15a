/** Runs `work` over the items, at most `width` at a time, in order of the items. */
export async function* inParallel<T, R>(
  items: readonly T[],
  width: number,
  work: (item: T) => Promise<R>,
): AsyncIterable<R> {
  for (let start = 0; start < items.length; start += width)
    for (const result of await Promise.all(items.slice(start, start + width).map(work))) yield result;
}
