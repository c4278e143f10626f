import type { JsonSchema } from '../schema/json-schema.ts';
import type { Path } from '../values/path.ts';
import { isMap } from '../values/value.ts';
import type { Value } from '../values/value.ts';

/** A value together with a schema that speaks of it; `kubernetes`: that schema is one of Kubernetes' own types. */
export interface Visit {
  readonly path: Path;
  readonly value: Value;
  readonly schema: JsonSchema;
  readonly kubernetes: boolean;
}

/** Shows `visit` every value with each schema that speaks of it, from the root to the leaves. */
export function walkSchema(root: JsonSchema, value: Value, visit: (visit: Visit) => void): void {
  const definitions = root.definitions ?? {};
  const walk = (schema: JsonSchema | boolean | undefined, current: Value, path: Path, inherited: boolean): void => {
    if (schema === undefined || typeof schema === 'boolean') return;
    const name = schema.$ref?.replace('#/definitions/', '');
    // The generated Kubernetes types keep their own names, which begin with a capital; ours do not.
    if (name !== undefined) return walk(definitions[name], current, path, inherited || /^[A-Z]/.test(name));
    visit({ path, value: current, schema, kubernetes: inherited });
    for (const branch of [...(schema.allOf ?? []), ...(schema.anyOf ?? []), ...(schema.oneOf ?? [])]) walk(branch, current, path, inherited);
    if (Array.isArray(current)) current.forEach((item, index) => walk(schema.items, item, [...path, index], inherited));
    else if (isMap(current)) for (const [key, child] of Object.entries(current)) walk(childSchema(schema, key), child, [...path, key], inherited);
  };
  walk(root, value, [], false);
}

function childSchema(schema: JsonSchema, key: string): JsonSchema | boolean | undefined {
  const named = schema.properties && Object.hasOwn(schema.properties, key) ? schema.properties[key] : undefined;
  return named ?? Object.entries(schema.patternProperties ?? {}).find(([pattern]) => new RegExp(pattern, 'u').test(key))?.[1] ?? schema.additionalProperties;
}
