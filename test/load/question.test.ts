/** The requests of the load driver: the same for the same seed. */
import * as assert from 'uvu/assert';
import type { LoadPlan, Stream } from '../../ci/lab/inside/load/plan.ts';
import { question } from '../../ci/lab/inside/load/question.ts';
import { suite } from '../support/suite.ts';

const stream: Stream = { name: 'kept', kind: 'kept', rate: 10, attacks: 0.1, slow: { share: 0.05, milliseconds: 3000 } };
const plan = (seed: number): LoadPlan => ({ run: 'r', seed, seconds: 1, requests: 1000, target: { address: '127.0.0.1', httpPort: 80, httpsPort: 443, host: 'a.example' }, streams: [stream] });
const paths = (seed: number): string[] => Array.from({ length: 1000 }, (_, index) => question(plan(seed), stream, index + 1).path);
const share = (seed: number, mark: string): number => paths(seed).filter((path) => path.includes(mark)).length / 1000;

const questions = suite('requests of the load driver');

questions('are the same in each run of a seed, and others with another', () => {
  assert.equal(paths(1), paths(1));
  assert.not.equal(paths(1), paths(2));
});

questions('are attacks and slow ones in about the wanted share, independent of each other', () => {
  for (const seed of [1, 2, 3]) {
    assert.ok(Math.abs(share(seed, 'passwd') - 0.1) < 0.04, `attacks with seed ${seed}: ${share(seed, 'passwd')}`);
    assert.ok(Math.abs(share(seed, 'wait=3000') - 0.05) < 0.03, `slow ones with seed ${seed}`);
  }
  assert.ok(paths(1).some((path) => path.includes('passwd') && path.includes('wait')));
});

questions('carry run and number, and a body of the wanted size', () => {
  const { path, body } = question(plan(1), { ...stream, attacks: 0, slow: { share: 0, milliseconds: 0 }, bodyBytes: 70_000, path: '/upload' }, 7);
  assert.is(path, '/upload?run=r&number=7');
  assert.is(body?.length, 70_000);
});

questions.run();
