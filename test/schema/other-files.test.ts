import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import * as assert from 'uvu/assert';
import { suite } from '../support/suite.ts';
import { ours, overDefaults } from './judges.ts';

async function refused(folder: string): Promise<string[]> {
  const files = (await readdir(folder, { recursive: true })).filter((file) => file.endsWith('.yaml'));
  assert.ok(files.length > 10, `only ${files.length} files in ${folder}`);
  const verdicts = files.map(async (file) => {
    return ours(overDefaults(await readFile(join(folder, file), 'utf8'))) === 'accepted' ? [] : [file];
  });
  return (await Promise.all(verdicts)).flat();
}

const others = suite('the schema and the values files of the project');

others('accepts every chart/ci case', async () => {
  assert.equal(await refused('chart/ci'), []);
});

others('leaves every cross-field refusal to its rule', async () => {
  assert.equal(await refused('test/fixtures/refusals'), []);
});

others.run();
