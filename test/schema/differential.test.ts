import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import * as assert from 'uvu/assert';
import type { Value, ValueMap } from '../../tools/values/value.ts';
import { suite } from '../support/suite.ts';
import { ours, overDefaults, realHelm } from './judges.ts';
import type { Verdict } from './judges.ts';

const folder = 'test/fixtures/schema/good';
const files = await readdir(folder);
const accepted = await Promise.all(files.map(async (file) => overDefaults(await readFile(join(folder, file), 'utf8'))));

/** Values of kinds and spellings that a schema may take or refuse. */
const anything: fc.Arbitrary<Value> = fc.oneof(
  fc.constantFrom<Value>('', 'on', 'none', '10%', '100m', '1Gi', 'Cluster', 'a/b', 'A', 'sha256:ab', '/path', ' ', 'ä', '{{ .x }}', null, true, false, 0, 1, -1, 1.5, 65536, 2 ** 31),
  fc.constantFrom<() => Value>(() => [], () => ({}), () => [{}], () => [{ name: 'a' }], () => ({ name: 'a' }), () => ['a', 'a'], () => ({ a: 1 })).map((make) => make()),
);

/** Accepted values with one place changed, removed or added, and that place in words. */
interface Mutation {
  readonly values: ValueMap;
  readonly change: string;
}

const mutation: fc.Arbitrary<Mutation> = fc
  .record({ start: fc.nat(accepted.length - 1), steps: fc.array(fc.nat(), { minLength: 1, maxLength: 7 }), change: fc.constantFrom('replace', 'remove', 'add'), value: anything })
  .map(({ start, steps, change, value }) => mutate(structuredClone(accepted[start] ?? {}), steps, change, value));

function mutate(root: ValueMap, steps: readonly number[], change: string, value: Value): Mutation {
  const path: string[] = [];
  let parent: { [key: string]: Value } | Value[] = root;
  for (const [depth, step] of steps.entries()) {
    const keys: string[] = Object.keys(parent);
    const key = keys[step % Math.max(keys.length, 1)] ?? '0';
    path.push(key);
    const child: Value | undefined = (parent as Record<string, Value>)[key];
    if (depth === steps.length - 1 || typeof child !== 'object' || child === null) {
      if (change === 'remove' && !Array.isArray(parent)) delete parent[key];
      else if (change === 'add' && !Array.isArray(parent)) parent['someKey'] = value;
      else (parent as Record<string, Value>)[key] = value;
      break;
    }
    parent = child;
  }
  return { values: root, change: `${change} ${path.join('.')} ${JSON.stringify(value)}` };
}

const differential = suite('random values');
const seed = Number(process.env['SEED'] ?? Date.now() % 2 ** 31);

differential(`100 get the same verdict from both Helms as from ours, and both verdicts occur (SEED=${seed})`, async () => {
  // We ask Helm in bulk, by subcharts, of which Helm drops null defaults and replaces `global` before it judges them.
  const askable = mutation.filter(({ values, change }) => !JSON.stringify(values).includes('null') && !/^\w+ global/.test(change));
  const mutations = fc.sample(askable, { seed, numRuns: 100 });
  const expected: Verdict[] = mutations.map(({ values }) => ours(values));
  assert.equal(new Set(expected), new Set<Verdict>(['accepted', 'refused']));
  for (const helm of ['helm3', 'helm4'] as const) {
    const found = await realHelm(helm, mutations.map(({ values }) => values));
    const wrong = mutations.flatMap(({ change }, index) => (found[index] === expected[index] ? [] : [`${helm} ${found[index]}: ${change}`]));
    assert.equal(wrong, []);
  }
});

differential.run();
