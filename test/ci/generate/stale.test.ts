import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as assert from 'uvu/assert';
import type { Generator } from '../../../ci/generate/generator.ts';
import { staleFiles } from '../../../ci/generate/stale.ts';
import { writeAtomically } from '../../../ci/generate/write.ts';
import { inScratchFolder } from '../../support/scratch-folder.ts';
import { suite } from '../../support/suite.ts';

/** Writes the source in capitals, and after it what the generator before it wrote. */
const capitals = (sources: string[], output: string, before?: string): Generator => ({
  name: output,
  sources,
  outputs: [output],
  async run(root) {
    const texts = [...(before ? [before] : []), 'a.txt'].map((file) => readFile(join(root, file), 'utf8'));
    await writeAtomically(join(root, output), (await Promise.all(texts)).join('').toUpperCase());
  },
});

const stale = suite('the check for stale files');

stale('finds nothing where the outputs are what the sources give, and changes nothing', async () => {
  await inScratchFolder({ 'a.txt': 'one\n', 'b.gen.txt': 'ONE\n' }, async (folder) => {
    assert.equal(await staleFiles([capitals(['a.txt'], 'b.gen.txt')]).find(folder), []);
    assert.is(await readFile(join(folder, 'b.gen.txt'), 'utf8'), 'ONE\n');
  });
});

stale('names the file, the first line that differs, its sources and the command', async () => {
  await inScratchFolder({ 'a.txt': 'one\ntwo\n', 'b.gen.txt': 'ONE\nTOO\n' }, async (folder) => {
    const [finding] = await staleFiles([capitals(['a.txt'], 'b.gen.txt')]).find(folder);
    assert.is(finding, 'b.gen.txt: differs from what a.txt gives (line 2); run: npm run gen');
  });
});

stale('finds a missing output', async () => {
  await inScratchFolder({ 'a.txt': 'one\n' }, async (folder) => {
    assert.equal(await staleFiles([capitals(['a.txt'], 'b.gen.txt')]).find(folder), ['b.gen.txt: is missing; run: npm run gen']);
  });
});

stale('judges a later generator by what the earlier one would write', async () => {
  await inScratchFolder({ 'a.txt': 'new\n', 'b.gen.txt': 'OLD\n', 'c.gen.txt': 'OLD\nNEW\n' }, async (folder) => {
    const found = await staleFiles([capitals(['a.txt'], 'b.gen.txt'), capitals(['a.txt'], 'c.gen.txt', 'b.gen.txt')]).find(folder);
    assert.equal(found.map((line) => line.split(':')[0]), ['b.gen.txt', 'c.gen.txt']);
  });
});

stale('does not let a generator read a source that it does not name', async () => {
  await inScratchFolder({ 'a.txt': 'one\n', 'b.gen.txt': 'ONE\n' }, async (folder) => {
    let message = '';
    await staleFiles([capitals([], 'b.gen.txt')]).find(folder).catch((error: Error) => (message = error.message));
    assert.match(message, 'a.txt');
  });
});

stale.run();
