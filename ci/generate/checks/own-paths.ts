import type { DocumentedValue } from '../../../tools/schema/documented-values.ts';
import type { JsonSchema } from '../../../tools/schema/json-schema.ts';
import { declaredPaths } from '../../../tools/schema/paths.ts';

/**
 * Declared leaves that a template must name and a default stands for: all but the keys of maps that are empty by
 * default, such as controller.config, which are taken over as they are.
 */
export function ownPaths(schema: JsonSchema, documented: readonly DocumentedValue[]): string[][] {
  const emptyMaps = new Set(documented.filter(({ value }) => isEmptyMap(value)).map(({ path }) => path.join('.')));
  const insideEmptyMap = (path: readonly string[]): boolean => path.some((_, index) => emptyMaps.has(path.slice(0, index).join('.')));
  return declaredPaths(schema).filter((path) => !insideEmptyMap(path));
}

function isEmptyMap(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && Object.keys(value).length === 0;
}
