/** Files where folders belong, folders where files belong, charts that are broken: one line and 2, never a stack. */
import * as assert from 'uvu/assert';
import { attempt } from '../../ci/toolchain/run.ts';
import { tool } from '../../ci/toolchain/tool.ts';
import { runCli } from '../support/run-cli.ts';
import { suite } from '../support/suite.ts';

const test = suite('mistakes of the user');

const chart = { 'c/Chart.yaml': 'apiVersion: v2\nname: c\nversion: 1.0.0\n', 'a.yaml': 'color: red\n', 'dir/.keep': '', 'FILE': '' };
process.env['SIGSCI_HELM'] = await tool('helm4');
process.env['SIGSCI_CT'] = await tool('ct');

for (const [args, files, message] of [
  [['types', '--out', 'dir'], {}, 'dir: this is a directory; name the file in it'],
  [['schema', '--out', 'dir'], {}, 'dir: this is a directory; name the file in it'],
  [['schema', '--out', 'FILE/x'], {}, 'FILE: a file stands where a folder is needed'],
  [['schema', '--chart', 'c'], { 'c/values.schema.json/.keep': '' }, 'c/values.schema.json: this is a directory; name the file in it'],
  [['snapshot', '--chart', 'c', '--snapshots', 'FILE'], {}, 'FILE/defaults.yaml: this is no folder, or lies in none'],
  [['ct', 'lint', '--chart', 'c', '--out', 'FILE'], {}, 'FILE: a file stands where a folder is needed'],
  [['lint', '--chart', 'c', 'a.yaml'], { 'c/values.yaml': 'a: [\n' }, 'c/values.yaml:2:1: not valid YAML for Helm: a value is expected here, found the end of the file; repair the chart first'],
  [['lint', '--chart', 'c', 'a.yaml'], { 'c/charts/d/values.yaml': 'a: [\n' }, 'charts/d/values.yaml is not valid YAML for Helm: a value is expected here, found the end of the file; repair the chart first'],
  [['lint', '--chart', 'c', 'a.yaml'], { 'c/values.yaml/.keep': '' }, 'c/values.yaml: this is a directory; name the file in it'],
  [['lint', '--chart', 'c', 'a.yaml'], { 'c/values.schema.json': 'null' }, 'c/values.schema.json is no JSON schema, which is an object; repair it first'],
] as const) {
  test(`${args.slice(0, 5).join(' ')} with ${Object.keys(files).join() || 'these files'} is one line`, async () => {
    const { code, err } = await runCli(args, { ...chart, ...files });
    assert.is(code, 2);
    assert.is(err.split('\n').filter((line) => !line.endsWith(' ...')).join('\n'), `sigsci-values: ${message}\n`);
  });
}

test('bench --bogus is one line', async () => {
  const { code, stderr } = await attempt([process.execPath, '--import', 'tsx', 'ci/bench/main.ts', '--bogus']);
  assert.is(code, 2);
  assert.match(stderr, /^bench: Unknown option '--bogus'.*; usage: npm run bench \[-- --rounds N\] \[--peer DIR\]\n$/);
});

test.run();
