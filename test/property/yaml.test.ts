import fc from 'fast-check';
import { isDeepStrictEqual } from 'node:util';
import * as assert from 'uvu/assert';
import { forbiddenCharacter } from '../../tools/values/yaml/characters.ts';
import { construct } from '../../tools/values/yaml/construct.ts';
import { parseDocument } from '../../tools/values/yaml/parser.ts';
import { YamlFault } from '../../tools/values/yaml/fault.ts';
import { batches, propertyCases, propertySeed } from '../support/cases.ts';
import { askHelmToRead, helms } from '../support/helm-probe.ts';
import type { Verdict } from '../support/helm-probe.ts';
import { suite } from '../support/suite.ts';
import { yamlNoise, yamlText } from '../support/yaml-texts.ts';

const test = suite('random texts');
/** Sampled in parts: one sample of thousands keeps more in memory than there is. */
const sample = (arbitrary: fc.Arbitrary<string>): string[] =>
  batches([...Array(propertyCases).keys()], 500).flatMap((part, index) => fc.sample(arbitrary, { numRuns: part.length, seed: propertySeed + index }));
const texts = sample(yamlText);
const noise = sample(yamlNoise);

/** The first document of a text as `fromYaml` gives it: a map, where nothing counts as an empty one. */
function read(text: string): Verdict {
  try {
    if (forbiddenCharacter(text) >= 0) return { error: 'control character' };
    const root = parseDocument(text);
    const value = (root && construct(root).value) ?? {};
    return typeof value === 'object' && !Array.isArray(value) ? { value: JSON.parse(JSON.stringify(value)) } : { error: 'not a map' };
  } catch (error) {
    if (error instanceof YamlFault) return { error: error.message };
    throw error;
  }
}

function agree(ours: Verdict, theirs: Verdict): boolean {
  if ('error' in theirs) return 'error' in ours;
  return 'value' in ours && isDeepStrictEqual(ours.value, theirs.value);
}

for (const helm of helms) {
  test(`${helm} reads them as we do`, async () => {
    let accepted = 0;
    for (const batch of batches([...texts, ...noise], 2000)) {
      const theirs = await askHelmToRead(helm, batch);
      assert.is(theirs.length, batch.length);
      batch.forEach((text, index) => {
        const verdict = theirs[index] as Verdict;
        const ours = read(text);
        if ('value' in verdict) accepted++;
        assert.ok(agree(ours, verdict), `${JSON.stringify(text)}\n${helm}: ${JSON.stringify(verdict)}\nwe: ${JSON.stringify(ours)}`);
      });
    }
    assert.ok(accepted > texts.length / 4 && accepted < texts.length * 2, `${accepted} of ${texts.length} were accepted`);
  });
}

test.run();
