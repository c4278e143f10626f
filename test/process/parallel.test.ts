import { setTimeout as sleep } from 'node:timers/promises';
import * as assert from 'uvu/assert';
import { inParallel, oneAtATime } from '../../tools/process/parallel.ts';
import { suite } from '../support/suite.ts';

const parallel = suite('working in parallel');

/** Counts how many pieces of work run at the same time. */
function counter() {
  const seen = { now: 0, most: 0 };
  const work = async <T>(result: T): Promise<T> => {
    seen.most = Math.max(seen.most, ++seen.now);
    await sleep(5);
    seen.now--;
    return result;
  };
  return { seen, work };
}

parallel('never does more at once than it may, and keeps the order', async () => {
  const { seen, work } = counter();
  assert.equal(await inParallel([1, 2, 3, 4, 5], 2, work), [1, 2, 3, 4, 5]);
  assert.is(seen.most, 2);
});

parallel('begins nothing new after an error, and lets what has begun end', async () => {
  const begun: number[] = [];
  const ended: number[] = [];
  const work = async (item: number): Promise<void> => {
    begun.push(item);
    await sleep(item === 1 ? 1 : 20);
    if (item === 1) throw new Error('first failed');
    ended.push(item);
  };
  const error = await inParallel([1, 2, 3], 2, work).catch((reason) => reason);
  assert.is(error.message, 'first failed');
  assert.equal(begun, [1, 2]);
  assert.equal(ended, [2]);
});

parallel('lets one at a time through a door, also after a failure', async () => {
  const { seen, work } = counter();
  const door = oneAtATime();
  const failed = door(() => Promise.reject(new Error('failed')));
  const others = [door(() => work('a')), door(() => work('b'))];
  assert.is((await failed.catch((reason) => reason)).message, 'failed');
  assert.equal(await Promise.all(others), ['a', 'b']);
  assert.is(seen.most, 1);
});

parallel.run();
