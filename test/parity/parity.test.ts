/** Each key of the ingress-nginx chart means here what it meant there, or is told to be changed, or is refused with what to use. */
import * as assert from 'uvu/assert';
import { readParityKeys, stepsOf } from '../../ci/generate/parity-keys.ts';
import type { ParityChange, ParityKey } from '../../ci/generate/parity-keys.ts';
import { inParallel } from '../../tools/process/parallel.ts';
import { refusal, template } from '../support/helm.ts';
import type { Rendered, Values } from '../support/helm.ts';
import { lintLayers } from '../support/lint.ts';
import { suite } from '../support/suite.ts';
import { fieldOf } from './field.ts';

const keys = await readParityKeys('.');
const parity = suite('keys of the ingress-nginx chart');

/** The probe in its context, in the place of what stands there, under the names of an ingress-nginx release. */
function probing(key: ParityKey): Values {
  const values: Record<string, Rendered> = structuredClone({ nameOverride: 'ingress-nginx', ...key.context });
  const steps = stepsOf(key);
  const map = steps.slice(0, -1).reduce((inner, step) => (inner[step] ??= {}), values);
  map[steps.at(-1) ?? ''] = key.probe;
  return values;
}

function found(rendered: readonly Rendered[], [place, field]: ParityChange): unknown {
  const [kind, name] = place.split('/');
  const object = rendered.find((one) => one.kind === kind && one.metadata.name === name);
  if (field === 'added' || field === 'removed') return object ? 'added' : 'removed';
  return object && (fieldOf(object, field) ?? null);
}

parity('each has one fate, and none stands twice', () => {
  assert.equal(keys.map(({ key }) => key).filter((key, index, all) => all.indexOf(key) !== index), []);
  for (const { key, changes, changed, refused } of keys) assert.is([changes, changed, refused].filter((fate) => fate !== undefined).length, 1, key);
  assert.ok(keys.length > 370);
});

const same = keys.filter(({ changes }) => changes !== undefined);

parity(`${same.length} change the same fields to the same values`, async () => {
  const wrong: string[] = [];
  await inParallel(same, 2, async (key) => {
    const rendered = await template(probing(key)).catch((error: Error) => error.message);
    if (typeof rendered === 'string') return void wrong.push(`${key.key}: ${rendered}`);
    for (const change of key.changes ?? []) {
      const [wanted, here] = [JSON.stringify(change.at(-1) ?? null), JSON.stringify(found(rendered, change))];
      if (wanted !== here) wrong.push(`${key.key}: ${change[0]} ${change[1]} is ${here}, in ingress-nginx ${wanted}`);
    }
  });
  assert.equal(wrong, []);
});

const changed = keys.filter(({ changed: why }) => why !== undefined);

parity(`${changed.length} that mean something else are taken`, async () => {
  await inParallel(changed, 2, async (key) => void (await template(probing(key))));
});

const refused = keys.filter(({ refused: instead }) => instead !== undefined);

parity(`${refused.length} are refused, and Helm and lint say what to use`, async () => {
  const wrong: string[] = [];
  await inParallel(refused, 2, async (key) => {
    const errors = lintLayers([JSON.stringify(probing(key))]).filter(({ severity }) => severity === 'error');
    const said = { Helm: await refusal(probing(key)), lint: errors.map(({ message }) => message).join(' ') };
    for (const [who, text] of Object.entries(said)) {
      if (!words(key).some((word) => text.includes(word))) wrong.push(`${key.key}, ${who}: ${text}`);
    }
  });
  assert.equal(wrong, []);
});

/** What of its replacement a message must name at least one of. */
function words({ refused: instead = '' }: ParityKey): string[] {
  return instead.split(/,| or | of |: /).map((word) => word.trim().split('.').at(-1) ?? '').filter((word) => word.length > 3);
}

parity.run();
