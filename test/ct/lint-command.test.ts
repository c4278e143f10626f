import { existsSync } from 'node:fs';
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import * as assert from 'uvu/assert';
import { tool } from '../../ci/toolchain/tool.ts';
import { main } from '../../tools/cli/main.ts';
import type { CaseResult } from '../../tools/ct/case.ts';
import { recordedContext } from '../support/recorded-context.ts';
import { inScratchFolder } from '../support/scratch-folder.ts';
import { suite } from '../support/suite.ts';

const schema = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  type: 'object',
  additionalProperties: false,
  properties: { sky: { type: 'string' }, name: { type: 'string' } },
};

const chart = {
  'chart/Chart.yaml': 'apiVersion: v2\nname: painting\nversion: 1.0.0\nicon: https://example.com/icon.png\n',
  'chart/values.yaml': 'sky: blue\nname: painting\n',
  'chart/values.schema.json': JSON.stringify(schema),
  'chart/templates/it.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: {{ .Values.name }}\ndata:\n  sky: {{ .Values.sky }}\n',
  'chart/ci/evening-values.yaml': 'sky: red\n',
  'chart/ci/morning-values.yaml': 'sky: pale\n',
};

/** Runs `ct lint` with the real ct on a chart of these files. */
function lint(files: Readonly<Record<string, string>>, args: readonly string[] = [], helm: 'helm3' | 'helm4' = 'helm4') {
  return inScratchFolder({ ...chart, ...files }, async (folder) => {
    const context = recordedContext(folder, { SIGSCI_CT: await tool('ct'), SIGSCI_HELM: await tool(helm) });
    const code = await main(['ct', 'lint', '--out', 'logs', ...args], context);
    const results = join(folder, 'logs/results.json');
    return { code, ...context.said, results: existsSync(results) ? (JSON.parse(await readFile(results, 'utf8')) as CaseResult[]) : [] };
  });
}

const command = suite('ct lint');

for (const helm of ['helm3', 'helm4'] as const) {
  command(`passes good cases with ${helm}, and names each`, async () => {
    const { code, out } = await lint({}, [], helm);
    assert.match(out, /^evening +passed/m);
    assert.match(out, /^morning +passed/m);
    assert.match(out, '2 of 2 cases passed');
    assert.is(code, 0);
  });
}

command("adds our own lint, which knows the position, and runs every case after a bad one", async () => {
  const { code, out, results } = await lint({ 'chart/ci/evening-values.yaml': '# the sky is gone\nsight: red\n' });
  assert.is(code, 1);
  assert.match(out, /chart\/ci\/evening-values\.yaml:2:1\b/);
  assert.match(out, '1 of 2 cases passed');
  assert.equal(results.map(({ name, status }) => [name, status]), [['evening', 'failed'], ['morning', 'passed']]);
});

command('reports what helm lint finds in a template', async () => {
  const { code, out } = await lint({ 'chart/templates/bad.yaml': '{{ .Values.sky | nothing }}\n' });
  assert.is(code, 1);
  assert.match(out, /\[ERROR\] .*function "nothing" not defined/);
});

command('gives --set to both judges', async () => {
  const { code, out } = await lint({}, ['--set', 'sight=red']);
  assert.is(code, 1);
  assert.match(out, /\[ERROR\].*/);
  assert.match(out, /--set/);
});

command('leaves no temporary folder behind', () =>
  inScratchFolder({ ...chart, 'temporary/.keep': '' }, async (folder) => {
    const context = recordedContext(folder, { SIGSCI_CT: await tool('ct'), SIGSCI_HELM: await tool('helm4') });
    const usual = process.env['TMPDIR'];
    process.env['TMPDIR'] = join(folder, 'temporary');
    const code = await main(['ct', 'lint'], context);
    if (usual === undefined) delete process.env['TMPDIR'];
    else process.env['TMPDIR'] = usual;
    assert.is(code, 0);
    assert.equal(await readdir(join(folder, 'temporary')), ['.keep']);
  }));

command('says in one line how it is used, and which program is missing', async () => {
  assert.match((await lint({}, ['now'])).err, 'ct takes one of the words lint and install');
  const { code, err } = await lint({}, ['--ct', '/nowhere/ct']);
  assert.is(code, 2);
  assert.match(err, 'ct not found at SIGSCI_CT=/nowhere/ct; install it');
});

command.run();
