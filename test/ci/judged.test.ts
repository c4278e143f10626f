/** What the helpers for tests that only the doubles can judge do, each in a process with a setting of its own. */
import * as assert from 'uvu/assert';
import { judge } from '../../ci/test/suite-file.ts';
import type { FileResult } from '../../ci/test/suite-file.ts';
import { attempt } from '../../ci/toolchain/run.ts';
import { suite } from '../support/suite.ts';

const judged = suite('tests that only the doubles can judge');
const vendor = { SIGSCI_BACKEND: 'existing', SIGSCI_IMAGES: 'vendor', SIGSCI_ACCESSKEYID: 'an-id', SIGSCI_SECRETACCESSKEY: 'a-secret' };
const doubles = { SIGSCI_BACKEND: 'bare', SIGSCI_IMAGES: 'doubles', SIGSCI_LOAD_IMAGES: '' };

/** What the runner sees of a test file with this text. */
async function run(text: string, settings: Readonly<Record<string, string>>): Promise<FileResult> {
  const file = `import { suite } from './test/support/suite.ts'; import { requireDoubles, whenDoubles } from './test/support/judged.ts'; ${text}`;
  const command = [process.execPath, '--import', 'tsx', '--input-type=module', '-e', file];
  const { code, stdout, stderr } = await attempt(command, { env: { ...process.env, ...settings } });
  return judge('a.test.ts', code, stdout, stderr, 0);
}

const one = `const test = suite('any'); test('stays', () => {}); whenDoubles(test, 'it is told to hang')('passes a hung agent', () => { if (FAULT) throw new Error('judged'); }); test.run();`;

judged('run with the doubles', async () => {
  const good = await run(one.replace('FAULT', 'false'), doubles);
  assert.equal([good.passed, good.failed, good.skipped], [2, 0, []], good.output);
  assert.is((await run(one.replace('FAULT', 'true'), doubles)).failed, 1);
});

judged("say with the vendor's images that they were not judged, and why", async () => {
  const { passed, failed, skipped, output } = await run(one.replace('FAULT', 'true'), vendor);
  assert.equal([passed, failed, skipped], [1, 0, ["passes a hung agent: cannot be judged with the vendor's images (it is told to hang)"]], output);
});

const whole = `requireDoubles('the controller double', 'it is about the double'); const test = suite('any'); test('runs', () => {}); test.run();`;

judged('may be a whole file', async () => {
  const skipped = await run(whole, vendor);
  assert.equal([skipped.passed, skipped.failed, skipped.skipped], [0, 0, ["the controller double: cannot be judged with the vendor's images (it is about the double)"]]);
  assert.is((await run(whole, doubles)).passed, 1);
});

judged('are counted too when they are skipped from within, where uvu has begun a line', async () => {
  const text = `const test = suite('any'); test('runs', () => {}); test('asks', () => skip('asks: no audit log')); test.run();`;
  assert.equal((await run(`import { skip } from './test/support/skip.ts'; ${text}`, doubles)).skipped, ['asks: no audit log']);
});

judged.run();
