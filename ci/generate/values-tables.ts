import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { bundle } from '../../tools/schema/bundle.ts';
import { documentedValues } from '../../tools/schema/documented-values.ts';
import type { DocumentedValue } from '../../tools/schema/documented-values.ts';
import type { JsonSchema } from '../../tools/schema/json-schema.ts';
import { childSchema, followed } from '../../tools/schema/paths.ts';
import { readSources } from '../../tools/schema/sources.ts';
import { banner } from './banner.ts';
import { betweenMarkers } from './between-markers.ts';
import type { Generator } from './generator.ts';
import { unsetValues } from './unset-values.ts';
import { writeAtomically } from './write.ts';

const file = 'chart/VALUES.md';

/** The values tables between the markers of chart/VALUES.md, which the package leaves out: it has values.yaml; the rest of the file is written by hand. */
export const valuesTablesGenerator: Generator = {
  name: 'values tables',
  sources: ['schema', 'chart/values.yaml'],
  outputs: [file],
  async run(root) {
    const schema = bundle(await readSources(join(root, 'schema')), 'root.yaml');
    const documented = documentedValues(await readFile(join(root, 'chart/values.yaml'), 'utf8'));
    const text = await readFile(join(root, file), 'utf8');
    const tables = `<!-- ${banner('schema/ and the comments of chart/values.yaml')} -->\n${valuesTables(schema, documented)}`;
    await writeAtomically(join(root, file), betweenMarkers(file, text, 'values', tables));
  },
};

/** A table for the top-level keys, then one for each top-level map whose keys are documented. */
function valuesTables(schema: JsonSchema, documented: readonly DocumentedValue[]): string {
  const unset = unsetValues.flatMap(({ path, description = '' }) => ({ path: path.split('.'), description, value: undefined }));
  const rows = [...documented, ...unset].filter(({ description }) => description !== '');
  const single = rows.filter(({ path }) => path.length === 1);
  const maps = [...new Set(rows.filter(({ path }) => path.length > 1).map(({ path }) => path[0] ?? ''))];
  const sections = maps.map((key) => `\n### \`${key}\`\n\n${table(schema, rows.filter(({ path }) => path.length > 1 && path[0] === key))}`);
  return `\n### Names and all objects\n\n${table(schema, single)}${sections.join('')}`;
}

function table(schema: JsonSchema, rows: readonly DocumentedValue[]): string {
  const lines = rows.map(({ path, value, description }) => `| \`${written(path)}\` | ${typeWords(schema, at(schema, path))} | ${defaultWords(value)} | ${cell(description)} |`);
  return `| key | type | default | what it does |\n|---|---|---|---|\n${lines.join('\n')}\n`;
}

function written(path: readonly string[]): string {
  return path.map((key) => key.replaceAll('.', '\\.')).join('.');
}

function at(schema: JsonSchema, path: readonly string[]): JsonSchema | undefined {
  return path.reduce<JsonSchema | undefined>((node, key) => node && childSchema(schema, node, key), schema);
}

/** The type in a few words; a type of the Kubernetes API goes by its name. */
function typeWords(schema: JsonSchema, node: JsonSchema | undefined): string {
  if (!node) return '';
  const name = node.$ref?.replace('#/definitions/', '') ?? '';
  if (/^[A-Z]/.test(name)) return name;
  const target = followed(schema, node);
  if (target.enum) return target.enum.map((item) => `\`${JSON.stringify(item).replace(/^"(.+)"$/, '$1')}\``).join(' \\| ');
  if (target.const !== undefined) return `\`${JSON.stringify(target.const)}\``;
  if (target.anyOf) return [...new Set(target.anyOf.map((branch) => typeWords(schema, branch)))].join(' \\| ');
  if (target.type === 'array') return `list of ${typeWords(schema, target.items)}`;
  return [target.type ?? 'any'].flat().filter((type) => type !== 'null').join(' \\| ');
}

function defaultWords(value: unknown): string {
  return value === undefined ? '' : `\`${cell(JSON.stringify(value))}\``;
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replace(/<(?=[a-z])/g, '&lt;').replace(/`[^`]*`/g, (code) => code.replaceAll('&lt;', '<'));
}
