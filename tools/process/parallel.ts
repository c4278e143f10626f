/** Does `work` for every item, at most `limit` at once, and returns the results in the items' order. The first error ends it. */
export async function inParallel<Item, Outcome>(items: readonly Item[], limit: number, work: (item: Item) => Promise<Outcome>): Promise<Outcome[]> {
  const results: Outcome[] = [];
  const waiting = items.entries();
  const worker = async (): Promise<void> => {
    for (const [index, item] of waiting) results[index] = await work(item);
  };
  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, worker));
  return results;
}
