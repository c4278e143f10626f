import * as assert from 'uvu/assert';
import { didYouMean, nearest } from '../../tools/nearest.ts';
import { suite } from '../support/suite.ts';

const test = suite('did you mean');

const options = ['max-procs', 'rpc-address', 'shared-cache-dir', 'mode'];

for (const [word, meant] of [
  ['max-proc', 'max-procs'],
  ['MAX_PROCS', 'max-procs'],
  ['rcp-address', 'rpc-address'],
  ['sharedCacheDir', 'shared-cache-dir'],
  ['mod', 'mode'],
  ['on', undefined],
  ['no', undefined],
  ['mo', undefined],
  ['frobnicate', undefined],
] as const) {
  test(`${word} is ${meant ?? 'like nothing'}`, () => {
    assert.is(nearest(word, options), meant);
  });
}

test('no candidate, no question', () => {
  assert.is(didYouMean('x', []), '');
  assert.is(didYouMean('mde', options), '; did you mean "mode"?');
});

test.run();
