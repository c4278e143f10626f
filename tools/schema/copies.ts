import type { DocumentedValue } from './documented-values.ts';
import type { JsonSchema } from './json-schema.ts';
import { mapSchema } from './json-schema.ts';

/** For the linter: everything that decides or explains a verdict, nothing else. */
export function lintCopy(bundled: JsonSchema): JsonSchema {
  return mapSchema(bundled, ({ description: _description, ...rest }) => rest);
}

/**
 * For Helm: what every validator reads alike, with the descriptions of our own keys where a keyword has room for them. Keys
 * that are refused by name become properties that only those words fit, which Helm's message quotes, where one about an
 * additional property could only name the key.
 */
export function chartCopy(bundled: JsonSchema, documented: readonly DocumentedValue[]): JsonSchema {
  const described = describe(lintCopy(bundled), documented, (schema, { description }) => (schema.$ref ? schema : { description, ...schema }));
  return mapSchema(described, ({ 'x-message': _message, 'x-unknown': refused, ...rest }) => (refused ? { ...rest, properties: { ...rest.properties, ...refusals(refused) } } : rest));
}

function refusals(words: Readonly<Record<string, string>>): Record<string, JsonSchema> {
  return Object.fromEntries(Object.entries(words).map(([key, instead]) => [key, { const: `(no such key: ${instead})` }]));
}

/**
 * For people and editors: descriptions and defaults everywhere, and nothing required that has a default, because
 * an editor sees a values file without the defaults that Helm merges below it.
 */
export function richCopy(bundled: JsonSchema, documented: readonly DocumentedValue[]): JsonSchema {
  const described = describe(bundled, documented, (schema, { description, value }) => {
    const wrapped = schema.$ref ? { description, allOf: [schema] } : { description, ...schema };
    return isPlain(value) ? { ...wrapped, default: value } : wrapped;
  });
  for (const { path } of documented) {
    const parent = ownSchema(described, path.slice(0, -1));
    const rest = parent?.required?.filter((key) => key !== path.at(-1)) ?? [];
    if (parent && rest.length > 0) parent.required = rest;
    else delete parent?.required;
  }
  return described;
}

type Describe = (schema: JsonSchema, documented: DocumentedValue) => JsonSchema;

/** Applies `change` to the schema of each documented key; keys of maps with free names have none of their own. */
function describe(bundled: JsonSchema, documented: readonly DocumentedValue[], change: Describe): JsonSchema {
  const root = structuredClone(bundled);
  for (const value of [...documented].sort((a, b) => b.path.length - a.path.length)) {
    const parent = ownSchema(root, value.path.slice(0, -1));
    const key = value.path.at(-1) ?? '';
    const schema = parent?.properties?.[key];
    if (!parent?.properties || !schema) continue;
    if (value.description) parent.properties[key] = change(schema, value);
  }
  return root;
}

/** The inline schema at `path`; none where a `$ref` stands between, because others share what it leads to. */
function ownSchema(root: JsonSchema, path: readonly string[]): JsonSchema | undefined {
  return path.reduce<JsonSchema | undefined>((schema, key) => schema?.properties?.[key], root);
}

function isPlain(value: unknown): boolean {
  return ['string', 'number', 'boolean'].includes(typeof value);
}
