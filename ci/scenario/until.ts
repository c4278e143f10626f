import { setTimeout as sleep } from 'node:timers/promises';

/** Repeats `attempt` every second until it gives a value, at most `seconds` long; then throws and names what never came. */
export async function until<T>(what: string, seconds: number, attempt: () => Promise<T | undefined>): Promise<T> {
  for (let left = seconds; left > 0; left -= 1) {
    const value = await attempt();
    if (value !== undefined) return value;
    await sleep(1000);
  }
  throw new Error(`${what}: not within ${seconds} s`);
}
