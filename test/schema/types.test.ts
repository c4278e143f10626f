import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import * as assert from 'uvu/assert';
import { attempt } from '../../ci/toolchain/run.ts';
import { typesOf } from '../../ci/generate/types.ts';
import { richSchema } from '../../tools/schema/rich-schema.gen.ts';
import { readValues } from '../../tools/values/read-values.ts';
import { inScratchFolder } from '../support/scratch-folder.ts';
import { suite } from '../support/suite.ts';

/** Fixtures of what types cannot say: null (which deletes a default) and keys by pattern. */
const beyondTypes = new Set(['nulled-map.yaml', 'nulled-choice.yaml', 'openings.yaml', 'controller-config-key.yaml']);

/** Fixtures that are wrong in a way that types can say. */
const wrongTypes = ['agent-mode', 'agent-unknown-key', 'controller-labels', 'controller-kind', 'controller-replicas', 'controller-misplaced-key', 'controller-update-strategy', 'extra-objects', 'pull-secrets'];

async function inFolder(folder: string, wanted: (file: string) => boolean): Promise<string[]> {
  return (await readdir(folder)).filter(wanted).sort().map((file) => join(folder, file));
}

/** A line of TypeScript that holds the values of a file to the type. */
async function constantOf(file: string, index: number, before = ''): Promise<string> {
  const { value } = readValues(await readFile(file, 'utf8'));
  return `// ${file}\n${before}export const values${index}: Values = ${JSON.stringify(value)};\n`;
}

async function compile(constants: readonly string[]): Promise<string> {
  const source = `import type { Values } from '${join(process.cwd(), 'tools/values/values.gen.ts')}';\n${constants.join('')}`;
  return inScratchFolder({ 'check.ts': source }, async (folder) => {
    const options = ['--ignoreConfig', '--noEmit', '--strict', '--skipLibCheck', '--module', 'nodenext', '--allowImportingTsExtensions'];
    const { stdout } = await attempt([join(process.cwd(), 'node_modules/.bin/tsc'), ...options, join(folder, 'check.ts')]);
    return stdout;
  });
}

const types = suite('the types of a values file');

types('fit the defaults, every chart/ci case and every good fixture', async () => {
  const files = [
    'chart/values.yaml',
    ...(await inFolder('chart/ci', (file) => file.endsWith('-values.yaml'))),
    ...(await inFolder('test/fixtures/schema/good', (file) => !beyondTypes.has(file))),
  ];
  assert.is(await compile(await Promise.all(files.map((file, index) => constantOf(file, index)))), '');
});

types('refuse values of wrong types', async () => {
  const files = wrongTypes.map((name) => join('test/fixtures/schema/bad', `${name}.yaml`));
  const constants = await Promise.all(files.map((file, index) => constantOf(file, index, '// @ts-expect-error\n')));
  assert.is(await compile(constants), '');
});

types('are the same each time they are made, and leave the schema alone', async () => {
  const before = structuredClone(richSchema);
  assert.is(await typesOf(richSchema), await typesOf(richSchema));
  assert.equal(richSchema, before);
});

types('say what a key does', async () => {
  const text = await readFile('tools/values/values.gen.ts', 'utf8');
  assert.match(text, 'Where the agent runs');
  assert.match(text, "mode?: 'sidecar' | 'service' | 'external' | 'none'");
});

types.run();
