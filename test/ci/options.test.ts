import * as assert from 'uvu/assert';
import { readOptions } from '../../ci/test/options.ts';
import { attempt } from '../../ci/toolchain/run.ts';
import { UserError } from '../../tools/errors.ts';
import { suite } from '../support/suite.ts';

const options = suite('the options of npm test');
const keys = { SIGSCI_ACCESSKEYID: 'an-id', SIGSCI_SECRETACCESSKEY: 'a-secret' };
const existing = ['--backend', 'existing', '--load-images', 'load {}'];

options('mean everything, in the bare lab, with the doubles, when there are none', () => {
  assert.equal(readOptions([], {}), { fast: false, pattern: '', setting: { backend: 'bare', images: 'doubles', long: false } });
});

options('are taken together', () => {
  const read = readOptions(['--long', ...existing, '--images', 'vendor', 'helm-test'], keys);
  assert.equal(read, { fast: false, pattern: 'helm-test', setting: { backend: 'existing', images: 'vendor', loadImages: 'load {}', long: true } });
});

for (const args of [['--fast', 'chart/'], ['--long'], existing, ['--backend=bare', '--images=doubles']]) {
  options(`take ${args.join(' ')}`, () => assert.not.throws(() => readOptions(args, {})));
}

for (const [args, message] of [
  [['--slow'], /--slow.*; usage: npm test \[-- --fast\]/],
  [['a', 'b'], /one PATTERN is taken, found a and b; usage/],
  [['--backend', 'kind'], /^--backend is "kind"; expected: bare or existing$/],
  [['--images', 'mine'], /^--images is "mine"; expected: doubles or vendor$/],
  [['--fast', '--long'], /^--fast leaves out what --long runs/],
  [['--fast', ...existing], /^--fast leaves out every cluster/],
  [['--backend', 'existing'], /^--backend existing needs a command.*kind load image-archive \{\}/],
  [['--load-images', 'load {}'], /^--load-images needs --backend existing/],
  [['--images', 'vendor'], /^--images vendor needs --backend existing/],
  [[...existing, '--images', 'vendor'], /not set: SIGSCI_ACCESSKEYID, SIGSCI_SECRETACCESSKEY$/],
] as const) {
  options(`refuse ${args.join(' ')}`, () => {
    assert.throws(() => readOptions(args, {}), (error: Error) => error instanceof UserError && message.test(error.message) && !error.message.includes('\n'));
  });
}

options('that are wrong end the run with 2 and one line', async () => {
  const { code, stdout, stderr } = await attempt([process.execPath, '--import', 'tsx', 'ci/test/main.ts', '--images', 'vendor']);
  assert.equal([code, stdout, stderr], [2, '', 'test: --images vendor needs --backend existing: the bare lab reaches no registry\n']);
});

options.run();
