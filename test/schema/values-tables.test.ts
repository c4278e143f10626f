import { readFile } from 'node:fs/promises';
import * as assert from 'uvu/assert';
import { valuesTablesGenerator } from '../../ci/generate/values-tables.ts';
import { documentedValues } from '../../tools/schema/documented-values.ts';
import { inScratchFolder } from '../support/scratch-folder.ts';
import { suite } from '../support/suite.ts';
import { defaultsText } from './judges.ts';

const sources = {
  'schema/root.yaml': "properties:\n  mode: {enum: [a, b]}\n  agent:\n    properties:\n      probe: {$ref: 'kubernetes.json#/definitions/Probe'}\n",
  'schema/kubernetes.json': '{"definitions": {"Probe": {"type": "object"}}}',
  'chart/values.yaml': '# -- One | other, see <name>.\nmode: a\nagent:\n  # -- A probe.\n  probe: {}\n',
};

const tables = suite('the values tables of chart/VALUES.md');

tables('give key, type, default and meaning, and leave the rest of the file alone', async () => {
  const readme = '# Title\n<!-- values:begin -->\nold\n<!-- values:end -->\nThe end.\n';
  await inScratchFolder({ ...sources, 'chart/VALUES.md': readme }, async (folder) => {
    await valuesTablesGenerator.run(folder);
    const text = await readFile(`${folder}/chart/VALUES.md`, 'utf8');
    assert.match(text, '| `mode` | `a` \\| `b` | `"a"` | One \\| other, see &lt;name>. |\n');
    assert.match(text, '### `agent`\n\n| key | type | default | what it does |\n|---|---|---|---|\n| `agent.probe` | Probe | `{}` | A probe. |\n');
    assert.ok(text.startsWith('# Title\n<!-- values:begin -->\n') && text.endsWith('\n<!-- values:end -->\nThe end.\n'));
    assert.not.match(text, /^old$/m);
  });
});

tables('need their markers', async () => {
  let message = '';
  await inScratchFolder({ ...sources, 'chart/VALUES.md': '# Title\n' }, (folder) => valuesTablesGenerator.run(folder)).catch((error: Error) => (message = error.message));
  assert.match(message, '<!-- values:begin -->');
});

tables('have a row for every documented key', async () => {
  const text = await readFile('chart/VALUES.md', 'utf8');
  const missing = documentedValues(defaultsText).filter(({ path, description }) => description && !text.includes(`| \`${path.join('.')}\` |`));
  assert.equal(missing, []);
});

tables.run();
