import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';

export const keysFolder = 'test/parity/keys';

/**
 * A key of the ingress-nginx chart 4.15.1 and what became of it: exactly one of `changes` (the same meaning: a probe value
 * changes the same fields to the same values), `changed` (why not) and `refused` (what to use in its place).
 */
export interface ParityKey {
  /** In the syntax of `--set`. */
  readonly key: string;
  /** Default of that chart; absent where its values.yaml does not have the key. */
  readonly default?: unknown;
  /** Values under which the key matters. */
  readonly context?: Readonly<Record<string, unknown>>;
  readonly probe: unknown;
  readonly changes?: readonly ParityChange[];
  readonly changed?: string;
  readonly refused?: string;
}

/** `Kind/name`, then a field and its value with the probe (null: it is not there), or the fate of the whole object. */
export type ParityChange = readonly [object: string, fate: 'added' | 'removed'] | readonly [object: string, field: string, value: unknown];

/** All keys, in the order of their files. */
export async function readParityKeys(root: string): Promise<ParityKey[]> {
  const files = (await readdir(join(root, keysFolder))).filter((name) => name.endsWith('.yaml')).sort();
  const texts = await Promise.all(files.map((name) => readFile(join(root, keysFolder, name), 'utf8')));
  return texts.flatMap((text) => parse(text) as ParityKey[]);
}

/** The steps of a key. */
export function stepsOf({ key }: Pick<ParityKey, 'key'>): string[] {
  return key.split(/(?<!\\)\./).map((step) => step.replaceAll('\\', ''));
}
