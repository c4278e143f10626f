import type { LoadPlan, Stream } from './plan.ts';
import { chance } from './random.ts';

/** One numbered request, before it is sent. */
export interface Question {
  readonly number: number;
  readonly stream: Stream;
  readonly attack: boolean;
  readonly path: string;
  readonly body?: Buffer;
}

const attackQuery = '&q=../../etc/passwd';

/** The request of that number. Its nature depends on seed and number alone. */
export function question(plan: LoadPlan, stream: Stream, number: number): Question {
  const attack = chance(plan.seed, number) < (stream.attacks ?? 0);
  const slow = chance(plan.seed + 1, number) < (stream.slow?.share ?? 0);
  const wait = slow ? `&wait=${stream.slow?.milliseconds}` : '';
  const path = `${stream.path ?? '/'}?run=${plan.run}&number=${number}${wait}${attack ? attackQuery : ''}`;
  return { number, stream, attack, path, ...(stream.bodyBytes !== undefined && { body: Buffer.alloc(stream.bodyBytes, 'a') }) };
}
