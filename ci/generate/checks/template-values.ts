import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { bundle } from '../../../tools/schema/bundle.ts';
import { documentedValues } from '../../../tools/schema/documented-values.ts';
import type { JsonSchema } from '../../../tools/schema/json-schema.ts';
import { childSchema, followed } from '../../../tools/schema/paths.ts';
import { readSources } from '../../../tools/schema/sources.ts';
import type { Check } from '../generator.ts';
import { unsetValues } from '../unset-values.ts';
import { projectFiles } from './files.ts';
import { ownPaths } from './own-paths.ts';

/** Values that no template reads by name: those for others, and maps that are rendered whole. */
const unread = [...unsetValues.filter(({ description }) => description === undefined).map(({ path }) => path), 'agent.startupProbe'];

/** The check that templates read only declared values, and that each declared value is read. */
export const templateValues: Check = {
  name: 'templates and schema/ agree',
  async find(root) {
    const schema = bundle(await readSources(join(root, 'schema')), 'root.yaml');
    const files = await projectFiles(root, /^chart\/.*templates\/.*\.(tpl|yaml|txt)$/);
    const templates = await Promise.all(files.map(async (file) => ({ file, text: withoutComments(await readFile(join(root, file), 'utf8').catch(() => '')) })));
    const paths = ownPaths(schema, documentedValues(await readFile(join(root, 'chart/values.yaml'), 'utf8')));
    return [...templates.flatMap(({ file, text }) => undeclared(schema, file, text)), ...neverRead(paths, templates.map(({ text }) => text).join('\n'))];
  },
};

function withoutComments(text: string): string {
  return text.replace(/\{\{-?\s*\/\*.*?\*\/\s*-?\}\}/gs, '');
}

/** Reads of `.Values.a.b`, and of `$name.b` where the same define says `$name := .Values.a`. */
function undeclared(schema: JsonSchema, file: string, text: string): string[] {
  const reads = text.split(/\{\{-?\s*define\b/).flatMap((define) => {
    const direct = [...define.matchAll(/\.Values((?:\.[A-Za-z]\w*)+)/g)].map((match) => match[1] ?? '');
    const named = [...define.matchAll(/\$(\w+) := (?:\$|\$?\.context)?\.Values((?:\.[A-Za-z]\w*)+)\s*-?\}\}/g)];
    const indirect = named.flatMap(([, name, path]) => [...define.matchAll(new RegExp(`\\$${name}((?:\\.[A-Za-z]\\w*)+)`, 'g'))].map((match) => `${path}${match[1]}`));
    return [...direct, ...indirect];
  });
  const wrong = [...new Set(reads)].map((path) => path.slice(1)).filter((path) => !isDeclared(schema, path.split('.')));
  return wrong.map((path) => `${file}: reads .Values.${path}, which schema/ does not declare`);
}

function isDeclared(schema: JsonSchema, path: readonly string[]): boolean {
  let node: JsonSchema | undefined = schema;
  for (const key of path) {
    const inside = childSchema(schema, node, key);
    if (!inside) return followed(schema, node).additionalProperties !== false && followed(schema, node).properties === undefined;
    node = inside;
  }
  return true;
}

/** Paths whose last key stands nowhere in the templates as a word. */
function neverRead(paths: readonly (readonly string[])[], text: string): string[] {
  const words = new Set(text.match(/[A-Za-z][\w-]*/g));
  const silent = paths.filter((path) => !words.has(path.at(-1) ?? '') && !unread.some((whole) => `${path.join('.')}.`.startsWith(`${whole}.`)));
  return silent.map((path) => `schema/: ${path.join('.')} is read by no template; use it, or remove it`);
}
