import { posix } from 'node:path';
import type { JsonSchema } from './json-schema.ts';
import { mapSchema } from './json-schema.ts';
import type { Sources } from './sources.ts';

/**
 * One self-contained schema out of the sources, starting at `entry`. A reference to a whole file is replaced by
 * that file; one to `file#/definitions/name` (or `#/definitions/name`) becomes a definition of the result, so that
 * only definitions that are used end up in it. Throws at a dangling reference, at a keyword beside `$ref`, and
 * when two files define the same name.
 */
export function bundle(sources: Sources, entry: string): JsonSchema {
  const definitions = new Map<string, { origin: string; schema: JsonSchema }>();

  const wholeFile = (file: string, from: string): JsonSchema => {
    const schema = sources.get(file);
    if (!schema) throw new Error(`schema/${from}: there is no schema/${file}`);
    const { definitions: _own, ...rest } = schema;
    return resolve(rest, file);
  };

  const define = (file: string, name: string, from: string): void => {
    const known = definitions.get(name);
    if (known && known.origin !== file) throw new Error(`schema/${file} and schema/${known.origin} both define ${name}`);
    if (known) return;
    const found = sources.get(file)?.definitions?.[name];
    if (!found) throw new Error(`schema/${from}: schema/${file} does not define ${name}${kubernetesHint(file)}`);
    definitions.set(name, { origin: file, schema: {} });
    definitions.set(name, { origin: file, schema: resolve(found, file) });
  };

  const resolve = (schema: JsonSchema, from: string): JsonSchema =>
    mapSchema(schema, (node) => {
      if (node.$ref === undefined) return node;
      const beside = Object.keys(node).filter((key) => key !== '$ref');
      if (beside.length > 0) throw new Error(`schema/${from}: ${beside.join(', ')} beside $ref ${node.$ref}, which validators read differently`);
      const [path = '', fragment] = node.$ref.split('#/definitions/');
      const file = path === '' ? from : posix.join(posix.dirname(from), path);
      if (fragment === undefined) return wholeFile(file, from);
      define(file, fragment, from);
      return { $ref: `#/definitions/${fragment}` };
    });

  const root = wholeFile(entry, entry);
  const sorted = [...definitions].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, { schema }]) => [name, schema] as const);
  return { $schema: 'http://json-schema.org/draft-07/schema#', ...root, definitions: Object.fromEntries(sorted) };
}

function kubernetesHint(file: string): string {
  return file === 'kubernetes.json' ? '; with a lab up, run: npm run gen -- --kubernetes' : '';
}
