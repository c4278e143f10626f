/**
 * Does `work` for every item, at most `limit` at once, and returns the results in the items' order.
 * After an error nothing new is begun; it is thrown when all that had begun has ended.
 */
export async function inParallel<Item, Outcome>(items: readonly Item[], limit: number, work: (item: Item) => Promise<Outcome>): Promise<Outcome[]> {
  const results: Outcome[] = [];
  const errors: unknown[] = [];
  const waiting = items.entries();
  const worker = async (): Promise<void> => {
    for (const [index, item] of waiting) results[index] = await work(item);
  };
  const guarded = (): Promise<void> => worker().catch((error: unknown) => void (errors.push(error), [...waiting]));
  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, guarded));
  if (errors.length > 0) throw errors[0];
  return results;
}

/** A door that lets one through at a time: what it is given runs when everything given before has ended. */
export function oneAtATime(): <Outcome>(work: () => Promise<Outcome>) => Promise<Outcome> {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const mine = last.then(work);
    last = mine.catch(() => undefined);
    return mine;
  };
}
