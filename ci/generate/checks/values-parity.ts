import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';
import { bundle } from '../../../tools/schema/bundle.ts';
import { createValidator } from '../../../tools/schema/create-validator.ts';
import { documentedValues } from '../../../tools/schema/documented-values.ts';
import type { DocumentedValue } from '../../../tools/schema/documented-values.ts';
import { childSchema } from '../../../tools/schema/paths.ts';
import type { JsonSchema } from '../../../tools/schema/json-schema.ts';
import { readSources } from '../../../tools/schema/sources.ts';
import type { Check } from '../generator.ts';
import { unsetValues } from '../unset-values.ts';
import { ownPaths } from './own-paths.ts';

/** The check that chart/values.yaml and schema/ speak of the same keys, and that each key is explained. */
export const valuesParity: Check = {
  name: 'chart/values.yaml and schema/ agree',
  async find(root) {
    const schema = bundle(await readSources(join(root, 'schema')), 'root.yaml');
    const text = await readFile(join(root, 'chart/values.yaml'), 'utf8');
    return parityFindings(schema, text, unsetValues.map(({ path }) => path));
  },
};

/** One line for each default that the schema does not declare or refuses, has no comment, or is declared without a default. */
export async function parityFindings(schema: JsonSchema, valuesText: string, unset: readonly string[]): Promise<string[]> {
  const documented = documentedValues(valuesText);
  const undeclared = documented.filter(({ path }) => !isDeclared(schema, path)).map(({ path }) => `chart/values.yaml: ${path.join('.')} is not in schema/; declare it there, or remove it`);
  const silent = documented.filter((value) => !isExplained(value, documented)).map(({ path }) => `chart/values.yaml: ${path.join('.')} has no comment; put a line "# -- …" above it`);
  const validate = await createValidator(schema);
  const refused = validate(parse(valuesText)).map(({ path, keyword }) => `chart/values.yaml: the default of ${path.join('.')} is refused by the schema's own ${keyword}`);
  return [...undeclared, ...silent, ...refused, ...withoutDefault(schema, documented, unset)];
}

function isDeclared(schema: JsonSchema, path: readonly string[]): boolean {
  return path.reduce<JsonSchema | undefined>((node, key) => node && childSchema(schema, node, key), schema) !== undefined;
}

/** A key is explained by its own comment, by that of a map around it, or, for a map, by those of its keys. */
function isExplained(value: DocumentedValue, all: readonly DocumentedValue[]): boolean {
  const below = (inner: readonly string[], outer: readonly string[]): boolean => outer.every((key, index) => inner[index] === key);
  return all.some(({ path, description }) => description !== '' && (below(value.path, path) || below(path, value.path)));
}

function withoutDefault(schema: JsonSchema, documented: readonly DocumentedValue[], unset: readonly string[]): string[] {
  const defaults = new Set(documented.map(({ path }) => path.join('.')));
  const missing = ownPaths(schema, documented).map((path) => path.join('.')).filter((path) => !defaults.has(path) && !unset.includes(path));
  const stale = unset.filter((path) => defaults.has(path) || !isDeclared(schema, path.split('.')));
  return [
    ...missing.map((path) => `schema/: ${path} has no default in chart/values.yaml; give it one, or list it with its reason in ci/generate/unset-values.ts`),
    ...stale.map((path) => `ci/generate/unset-values.ts: ${path} has a default, or is not in schema/; remove it`),
  ];
}
