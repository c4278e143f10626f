import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { parse } from 'yaml';
import { valueAt } from '../../tools/values/path.ts';
import { banner } from './banner.ts';
import { betweenMarkers } from './between-markers.ts';
import type { Generator } from './generator.ts';
import { keysFolder, readParityKeys, stepsOf } from './parity-keys.ts';
import type { ParityKey } from './parity-keys.ts';
import { writeAtomically } from './write.ts';

const file = 'chart/README.md';
const values = 'chart/values.yaml';

/** The table of what is not as in the ingress-nginx chart, between the markers of chart/README.md. */
export const parityGenerator: Generator = {
  name: 'parity table',
  sources: [keysFolder, values],
  outputs: [file],
  async run(root) {
    const keys = await readParityKeys(root);
    const defaults: unknown = parse(await readFile(join(root, values), 'utf8'));
    const text = await readFile(join(root, file), 'utf8');
    const content = `<!-- ${banner(keysFolder)} -->\n\n${parityTable(keys, defaults)}`;
    await writeAtomically(join(root, file), betweenMarkers(file, text, 'parity', content));
  },
};

/** How many keys are as they were, and a line for each key that is not, in its meaning or its default. */
export function parityTable(keys: readonly ParityKey[], defaults: unknown): string {
  const count = (field: 'changes' | 'changed' | 'refused'): number => keys.filter((key) => key[field] !== undefined).length;
  const lines = new Set(keys.flatMap((key) => differences(key, defaults).map((cells) => `| \`${shown(key)}\` | ${cells.join(' | ')} |`)));
  const summary = `Of ${keys.length} keys ${count('changes')} mean the same, ${count('changed')} something else, and ${count('refused')} are refused.`;
  return `${summary}\n\n| key | here | |\n|---|---|---|\n${[...lines].join('\n')}\n`;
}

/** What is refused with all that is below it stands once, as `controller.admissionWebhooks.patch.*`. */
function shown(key: ParityKey): string {
  const steps = stepsOf(key);
  return key.refused !== undefined && steps.length > 3 ? `${steps.slice(0, 3).join('.')}.*` : key.key;
}

function differences(key: ParityKey, defaults: unknown): (readonly [string, string])[] {
  if (key.refused !== undefined) return [['refused', `instead: ${key.refused}`]];
  if (key.changed !== undefined) return [['changed', key.changed]];
  const here = valueAt(defaults, stepsOf(key));
  if (key.default === undefined || isDeepStrictEqual(here, key.default)) return [];
  return [['another default', `${code(here)} instead of ${code(key.default)}`]];
}

function code(value: unknown): string {
  return value === undefined ? 'unset' : `\`${JSON.stringify(value)}\``;
}
