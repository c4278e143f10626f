import type { JsonSchema } from './json-schema.ts';

/** The schema behind `$ref`, for references into the definitions of `root`. */
export function followed(root: JsonSchema, schema: JsonSchema): JsonSchema {
  const name = schema.$ref?.replace('#/definitions/', '');
  return name === undefined ? schema : root.definitions?.[name] ?? {};
}

/** What is declared for `key` below `schema`: by name, or for any name of a free map. */
export function childSchema(root: JsonSchema, schema: JsonSchema, key: string): JsonSchema | undefined {
  const { properties, additionalProperties } = followed(root, schema);
  if (properties && Object.hasOwn(properties, key)) return properties[key];
  return typeof additionalProperties === 'object' ? additionalProperties : undefined;
}

/**
 * Paths of the leaves that `root` declares by name. A type of the Kubernetes API (their names begin with a capital) is
 * one leaf, however much it holds.
 */
export function declaredPaths(root: JsonSchema): string[][] {
  const visit = (schema: JsonSchema, path: string[]): string[][] => {
    const isKubernetes = /^#\/definitions\/[A-Z]/.test(schema.$ref ?? '');
    const { properties } = followed(root, schema);
    if (isKubernetes || !properties) return [path];
    return Object.entries(properties).flatMap(([key, child]) => visit(child, [...path, key]));
  };
  return visit(root, []);
}
