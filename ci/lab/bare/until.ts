import { setTimeout as sleep } from 'node:timers/promises';

/** Asks `check` every 100 ms until it says true. Throws after `seconds` with what `explain` knows by then. */
export async function until(
  what: string,
  check: () => Promise<boolean>,
  options: { seconds?: number; signal?: AbortSignal; explain?: () => Promise<string> } = {},
): Promise<void> {
  const limit = options.seconds ?? 60;
  const deadline = performance.now() + limit * 1000;
  while (!(await check())) {
    options.signal?.throwIfAborted();
    if (performance.now() > deadline) throw new Error(`${what}: not within ${limit} s\n${(await options.explain?.()) ?? ''}`.trim());
    await sleep(100);
  }
}
