import { resolve } from 'node:path';
import * as assert from 'uvu/assert';
import type { Diagnostic } from '../../tools/lint/diagnostic.ts';
import { runCli } from '../support/run-cli.ts';
import { suite } from '../support/suite.ts';

const test = suite('lint');

const clean = { code: 0, out: '', err: '' };
const mode = 'agent:\n  mode: sidcar\n';

test('a file that is in order says nothing', async () => {
  assert.equal(await runCli(['lint', 'values.yaml'], { 'values.yaml': 'agent:\n  site: my-site\n' }), clean);
});

test('a finding names file, line, column, path, what was found and what to do', async () => {
  const { code, out } = await runCli(['lint', 'values.yaml'], { 'values.yaml': mode });
  assert.is(code, 1);
  assert.match(out, /^values\.yaml:2:9: error: agent\.mode is "sidcar"; expected: one of sidecar, .*did you mean "sidecar"\? \[schema\/enum\]\n\n1 error, 0 warnings\n$/);
});

test('each FILE is judged by itself over the -f files', async () => {
  const files = {
    'a.yaml': 'agent:\n  tmpVolume:\n    mountPath: /waf\n',
    'b.yaml': 'agent:\n  config:\n    rpc-address: /waf/agent.sock\n',
    'c.yaml': 'controller:\n  replicaCount: 3\n',
  };
  assert.is((await runCli(['lint', 'a.yaml', 'b.yaml', 'c.yaml'], files)).code, 1);
  assert.equal(await runCli(['lint', '-f', 'a.yaml', 'b.yaml', 'c.yaml'], files), clean);
});

test('without FILE the -f files are one stack, the later one wins', async () => {
  const files = { 'a.yaml': mode, 'b.yaml': 'agent:\n  mode: sidecar\n' };
  assert.equal(await runCli(['lint', '-f', 'a.yaml', '-f', 'b.yaml'], files), clean);
  assert.is((await runCli(['lint', '-f', 'b.yaml,a.yaml'], files)).code, 1);
});

test('a finding in an -f file is told once, however many files it lies below', async () => {
  const { out } = await runCli(['lint', '-f', 'a.yaml', 'b.yaml', 'c.yaml'], { 'a.yaml': mode, 'b.yaml': 'agent:\n  site: one\n', 'c.yaml': 'agent:\n  site: two\n' });
  assert.match(out, /^a\.yaml:2:9: .*\n\n1 error, 0 warnings\n$/);
});

test('an argument beats every file, and is pointed into', async () => {
  const files = { 'a.yaml': mode };
  assert.equal(await runCli(['lint', 'a.yaml', '--set', 'agent.mode=sidecar'], files), clean);
  const { code, out } = await runCli(['lint', '--set', 'agent.site=x,agent.mod=none']);
  assert.is(code, 1);
  assert.match(out, /^--set:1:14: error: agent\.mod is not a key of this chart; did you mean "mode"\? \[schema\/additionalProperties\]/);
});

test('the line of an argument is its number among its kind', async () => {
  const { out } = await runCli(['lint', '--set', 'agent.site=x', '--set-string', 'agent.mod=a', '--set', 'agent.sight=y', '--format', 'json']);
  assert.equal(JSON.parse(out).map(({ file, line, column, endLine, path }: Diagnostic) => [file, line, column, endLine, path]), [
    ['--set', 2, 1, 2, 'agent.sight'],
    ['--set-string', 1, 1, 1, 'agent.mod'],
  ]);
});

test('an argument that Helm refuses ends the run in one line, without its text', async () => {
  const { code, out, err } = await runCli(['lint', '--set', 'agent.credentials.secretAccessKey=abc,hunter2']);
  assert.equal({ code, out }, { code: 2, out: '' });
  assert.match(err, /^sigsci-values: --set: a key has no value; write "\\," for a comma inside a value \(column \d+ of the argument\)\n$/);
});

test('--set-file reads a file, and a missing one ends the run', async () => {
  const snippet = { 'snippet.conf': 'sigsci_agent_host unix:/x;' };
  assert.match((await runCli(['lint', '--set-file', 'controller.config.http-snippet=snippet.conf'], snippet)).out, /^--set-file:1:32: error: .*\[no-waf-wiring-in-snippet\]/);
  assert.equal(await runCli(['lint', '--set-file', 'a=nowhere']), { code: 2, out: '', err: 'sigsci-values: nowhere: there is no such file\n' });
});

test('standard input is a file called -', async () => {
  assert.match((await runCli(['lint', '-f', '-'], {}, mode)).out, /^-:2:9: error/);
  assert.match((await runCli(['lint', '-'], {}, mode)).out, /^-:2:9: error/);
});

test('warnings pass, and fail with --strict', async () => {
  const files = { 'a.yaml': 'agent:\n  image:\n    tag: latest\n' };
  const { code, out } = await runCli(['lint', 'a.yaml'], files);
  assert.is(code, 0);
  assert.match(out, /^a\.yaml:3:10: warning: .*\[no-floating-tag\]\n\n0 errors, 1 warning\n$/);
  assert.is((await runCli(['lint', 'a.yaml', '--strict'], files)).code, 1);
});

test('warnings are errors where the merged values say so', async () => {
  const files = { 'a.yaml': 'agent:\n  image:\n    tag: latest\n', 'strict.yaml': 'validation:\n  warningsAsErrors: true\n', 'lenient.yaml': 'validation:\n  warningsAsErrors: false\n' };
  const { code, out } = await runCli(['lint', '-f', 'strict.yaml', 'a.yaml'], files);
  assert.is(code, 1);
  assert.match(out, /^a\.yaml:3:10: error: .*\[no-floating-tag\]\n\n1 error, 0 warnings\n$/);
  assert.is((await runCli(['lint', '-f', 'strict.yaml', '-f', 'lenient.yaml', 'a.yaml'], files)).code, 0);
  assert.is((await runCli(['lint', 'strict.yaml'], files)).code, 0);
});

test('json holds the fields of the contract, and [] when there is nothing', async () => {
  const files = { 'a.yaml': 'controller:\n  podLabels:\n    "a.b/c": 1\n  extraEnvs:\n    - nam: x\n' };
  const { code, out } = await runCli(['lint', 'a.yaml', '--format', 'json'], files);
  assert.is(code, 1);
  const [first] = JSON.parse(out);
  assert.equal(Object.keys(first), ['rule', 'severity', 'message', 'path', 'file', 'line', 'column', 'endLine', 'endColumn', 'layer']);
  const { message, ...rest } = first;
  assert.match(message, 'controller.podLabels.a\\.b/c is the integer 1');
  assert.equal(rest, { rule: 'schema/type', severity: 'error', path: 'controller.podLabels.a\\.b/c', file: 'a.yaml', line: 3, column: 14, endLine: 3, endColumn: 15, layer: 'file' });
  assert.equal(await runCli(['lint', '--set', 'agent.site=x', '--format', 'json']), { ...clean, out: '[]\n' });
});

test('json paths into lists have the syntax of --set', async () => {
  const { out } = await runCli(['lint', '-f', 'a.yaml', '--format', 'json'], { 'a.yaml': 'agent:\n  extraEnvs:\n    - value: x\n' });
  const [{ path, layer }] = JSON.parse(out);
  assert.equal({ path, layer }, { path: 'agent.extraEnvs[0].name', layer: 'values' });
});

for (const [title, args, message] of [
  ['nothing to judge', ['lint'], 'lint: nothing to judge; name a values file (see sigsci-values lint --help)'],
  ['a missing file', ['lint', 'nowhere.yaml'], 'nowhere.yaml: there is no such file'],
  ['a missing -f file', ['lint', '-f', 'nowhere.yaml', 'folder/a.yaml'], 'nowhere.yaml: there is no such file'],
  ['a directory', ['lint', 'folder'], 'folder: this is a directory; name the file in it'],
  ['a chart that is none', ['lint', '--chart', 'nowhere', 'folder/a.yaml'], 'no chart in nowhere: it has no Chart.yaml'],
] as const) {
  test(`${title} ends with 2 and one line`, async () => {
    assert.equal(await runCli(args, { 'folder/a.yaml': '' }), { code: 2, out: '', err: `sigsci-values: ${message}\n` });
  });
}

test('--chart judges by another chart', async () => {
  const chart = {
    'other/Chart.yaml': 'apiVersion: v2\nname: other\nversion: 0.1.0\n',
    'other/values.yaml': 'color: red\n',
    'other/values.schema.json': '{"type":"object","additionalProperties":false,"properties":{"color":{"enum":["red","blue"]}}}',
    'a.yaml': 'colour: blue\n',
    'b.yaml': 'color: blue\n',
  };
  assert.match((await runCli(['lint', '--chart', 'other', 'a.yaml'], chart)).out, /^a\.yaml:1:1: error: colour is not a key of this chart; did you mean "color"\?/);
  assert.equal(await runCli(['lint', '--chart', 'other', 'b.yaml'], chart), clean);
  const { out } = await runCli(['lint', '--chart', 'other', 'b.yaml'], { ...chart, 'other/values.yaml': 'color: green\nsize: 1\n' });
  assert.match(out, /^other\/values\.yaml:2:1: error: size is not a key/);
});

test('--chart with an umbrella chart takes the values of its parts', async () => {
  const files = { 'other/Chart.yaml': 'apiVersion: v2\nname: other\nversion: 0.1.0\n', 'a.yaml': 'sigsci-ingress: {agent: {}}\n' };
  assert.equal(await runCli(['lint', '--chart', 'other', 'a.yaml'], files), clean);
});

test('--chart says of this chart what is said without it', async () => {
  const files = { 'a.yaml': 'agent: {mode: sidcar, credentials: {existingSecret: a b}}\n' };
  const without = await runCli(['lint', 'a.yaml'], files);
  assert.is(without.code, 1);
  assert.equal(await runCli(['lint', '--chart', resolve('chart'), 'a.yaml'], files), without);
});

test('--chart with a schema that is none ends with 2 and one line', async () => {
  const chart = { 'other/Chart.yaml': 'apiVersion: v2\nname: other\nversion: 0.1.0\n', 'a.yaml': 'color: blue\n' };
  const judged = (schema: string) => runCli(['lint', '--chart', 'other', 'a.yaml'], { ...chart, 'other/values.schema.json': schema });
  for (const schema of ['{', '{"type":"map"}', '{"$ref":"other.json"}']) {
    const { code, out, err } = await judged(schema);
    assert.equal([code, out], [2, '']);
    assert.match(err, /^sigsci-values: other\/values\.schema\.json [^\n]+\n$/);
  }
  assert.equal(await judged('{}'), clean);
});

test.run();
