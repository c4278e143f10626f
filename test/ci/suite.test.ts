/** What the project's suites add to uvu's: errors before and after the tests are told. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as assert from 'uvu/assert';
import { judge } from '../../ci/test/suite-file.ts';
import type { FileResult } from '../../ci/test/suite-file.ts';
import { attempt } from '../../ci/toolchain/run.ts';
import { suite } from '../support/suite.ts';

const hooks = suite('what is done before and after the tests');

/** What the runner sees of a test file with a failing test, whose hooks do this. */
async function run(before: string, after = ''): Promise<FileResult> {
  const text = `
    import { suite } from './test/support/suite.ts';
    const tests = suite('in a cluster');
    tests.before(() => { ${before} });
    tests.after(() => { ${after} });
    tests('has pods', () => undefined);
    tests('has a Service', () => { throw new Error('no endpoint'); });
    tests.run();`;
  const { code, stdout, stderr } = await attempt([process.execPath, '--import', 'tsx', '--input-type=module', '--eval', text]);
  return judge('a.test.ts', code, stdout, stderr, 0);
}

hooks('fails the file and says what went wrong', async () => {
  const { passed, failed, output } = await run(`throw new Error('no node is Ready')`);
  assert.equal([passed, failed], [0, 2]);
  assert.match(output, 'before the tests of "in a cluster": Error: no node is Ready');
});

hooks('is silent when it went well', async () => {
  const { passed, failed, output } = await run('');
  assert.equal([passed, failed], [1, 1]);
  assert.not.match(output, /(before|after) the tests/);
});

hooks('hides nothing of the tests when it fails afterwards', async () => {
  const { passed, failed, output } = await run('', `throw new Error('no cluster to clean')`);
  assert.equal([passed, failed], [1, 1]);
  assert.match(output, 'no endpoint');
  assert.match(output, 'after the tests of "in a cluster": Error: no cluster to clean');
});

hooks('goes through these suites in every test file', () => {
  const files = readdirSync('test', { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.test.ts'));
  const plain = files.filter((file) => /^import .*suite.* from 'uvu';$/m.test(readFileSync(join('test', file), 'utf8')));
  assert.equal(plain, []);
});

hooks.run();
