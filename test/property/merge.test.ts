import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { batches, propertyCases, propertySeed } from '../support/cases.ts';
import { askHelm, helms } from '../support/helm-probe.ts';
import type { Probe } from '../support/helm-probe.ts';
import { ourVerdict } from '../support/our-verdict.ts';
import { suite } from '../support/suite.ts';

const key = fc.constantFrom('a', 'b', 'c', 'd');
const { map } = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom<unknown>(null, null, 0, 1, 1.5, -7, true, false, '', 'x', '1', [], {}),
    fc.array(tie('value'), { maxLength: 3 }),
    tie('map'),
  ),
  map: fc.dictionary(key, tie('value'), { maxKeys: 4 }),
}));

/** Three layers of one case; the cases of a batch stand beside each other, each below a key of its own. */
const layers = fc.tuple(map.map(withoutNull), map, map);

/** Over a default that is null, null means one thing to Helm 3.17 and another to Helm 4: a row of the merge tests says so. */
function withoutNull(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNull);
  if (typeof value !== 'object') return value;
  return value === null ? 'default' : Object.fromEntries(Object.entries(value).map(([key, child]) => [key, withoutNull(child)]));
}

const path = fc
  .array(fc.oneof({ weight: 4, arbitrary: key.map((name) => `.${name}`) }, { weight: 1, arbitrary: fc.nat(3).map((index) => `[${index}]`) }), { minLength: 1, maxLength: 3 })
  .map((steps) => steps.join(''));
const text = fc.oneof(
  fc.constantFrom('', '0', '1', '-1', '007', '1.20', 'true', 'null', 'yes', '{}', '{a,b}', '{1,true,x}', 'a\\,b', 'a=b', '"q"', '123456789012345678901'),
  fc.string({ unit: fc.constantFrom('a', '1', ' ', '=', '.', '\\,', '[', ']', '-'), maxLength: 6 }),
);
const assignment = fc.tuple(path, text);

const test = suite('random values');

function layered(batch: readonly (readonly unknown[])[]): Probe {
  const layer = (place: number): string => `${JSON.stringify(Object.fromEntries(batch.map((entry, index) => [`c${index}`, entry[place]])))}\n`;
  return { defaults: layer(0), files: { f1: layer(1), f2: layer(2) }, args: ['-f', '@f1', '-f', '@f2'] };
}

for (const helm of helms) {
  test(`${helm} merges layers as we do`, async () => {
    for (const batch of batches(fc.sample(layers, { numRuns: propertyCases, seed: propertySeed }), 500)) {
      assert.equal(ourVerdict(layered(batch)), await askHelm(helm, layered(batch)));
    }
  });

  test(`${helm} applies --set as we do`, async () => {
    const flags = fc.constantFrom('--set', '--set-string');
    const cases = fc.sample(fc.array(fc.tuple(flags, assignment), { minLength: 1, maxLength: 4 }), { numRuns: propertyCases, seed: propertySeed });
    const own = cases.map((entries, index) => entries.flatMap(([flag, [keys, value]]) => [flag, `c${index}${keys}=${value}`]));
    const defaults = '';
    const accepted = own.filter((args) => 'value' in ourVerdict({ defaults, args }));
    const refused = own.filter((args) => !accepted.includes(args));
    assert.ok(accepted.length > cases.length / 2);
    for (const batch of batches(accepted, 100)) {
      assert.equal(ourVerdict({ defaults, args: batch.flat() }), await askHelm(helm, { defaults, args: batch.flat() }));
    }
    for (const args of refused.slice(0, Math.max(10, propertyCases / 50))) {
      assert.ok('error' in (await askHelm(helm, { defaults, args })), `${helm} accepts ${args.join(' ')}`);
    }
  });
}

test.run();
