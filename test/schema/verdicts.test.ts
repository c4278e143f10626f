import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import * as assert from 'uvu/assert';
import { suite } from '../support/suite.ts';
import { ours, overDefaults, realHelm } from './judges.ts';
import type { Verdict } from './judges.ts';

interface Case {
  readonly name: string;
  readonly text: string;
  readonly expected: Verdict;
}

async function casesIn(kind: string, expected: Verdict): Promise<Case[]> {
  const folder = join('test/fixtures/schema', kind);
  const files = (await readdir(folder)).sort();
  return Promise.all(files.map(async (file) => ({ name: file.replace('.yaml', ''), text: await readFile(join(folder, file), 'utf8'), expected })));
}

const [good, bad] = [await casesIn('good', 'accepted'), await casesIn('bad', 'refused')];
const cases = [...good, ...bad];
const values = cases.map(({ text }) => overDefaults(text));
const [helm3, helm4] = [await realHelm('helm3', values), await realHelm('helm4', values)];

const verdicts = suite('the same verdict from Helm 3, Helm 4 and lint');

verdicts('every refused values file has an accepted neighbour of the same name', () => {
  assert.ok(good.length > 40);
  assert.equal(bad.map(({ name }) => name), good.map(({ name }) => name));
});

cases.forEach(({ name, text, expected }, index) => {
  const what = text.split('\n')[0]?.replace('# ', '');
  verdicts(`${expected}: ${name}, ${what}`, () => {
    const found = { helm3: helm3[index], helm4: helm4[index], lint: ours(values[index] ?? {}) };
    assert.equal(found, { helm3: expected, helm4: expected, lint: expected });
  });
});

verdicts.run();
