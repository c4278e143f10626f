import type { JsonSchema } from './json-schema.ts';

/** Keywords with schemas for the value itself, for whatever is in it, and for what is in it by name. */
const inPlace = ['allOf', 'anyOf', 'oneOf', 'not', 'if', 'then', 'else', 'propertyNames'];
const below = ['items', 'additionalItems', 'additionalProperties', 'contains'];
const belowByName = ['properties', 'patternProperties'];

/** All schemas that may judge what lies `steps` below a value that one of `schemas`, parts of `root`, judges. */
export function schemasBelow(root: JsonSchema, schemas: Iterable<unknown>, steps: number): ReadonlySet<unknown> {
  const here = new Set(schemas);
  // A set hands out what is added to it on the way.
  for (const schema of here) for (const other of [...under(schema, inPlace), ...target(root, schema)]) here.add(other);
  return steps === 0 ? here : schemasBelow(root, [...here].flatMap(children), steps - 1);
}

function children(schema: unknown): unknown[] {
  return [...under(schema, below), ...under(schema, belowByName).flatMap((named) => Object.values(named as object))];
}

function under(schema: unknown, keywords: readonly string[]): unknown[] {
  if (typeof schema !== 'object' || schema === null) return [];
  return keywords.flatMap((keyword) => (schema as Record<string, unknown>)[keyword] ?? []);
}

/** What `$ref` leads to. */
function target(root: JsonSchema, schema: unknown): unknown[] {
  const { $ref } = Object(schema) as JsonSchema;
  const names = $ref?.split('/').slice(1).map((name) => decodeURIComponent(name).replaceAll('~1', '/').replaceAll('~0', '~'));
  return names ? [names.reduce<unknown>((node, name) => Object(node)[name], root)] : [];
}
