import { formatPath, valueAt } from '../../values/path.ts';
import type { Path } from '../../values/path.ts';
import { aTypeName, isMap, typeName } from '../../values/value.ts';
import type { Value } from '../../values/value.ts';
import type { Rule } from '../rule.ts';

export default {
  id: 'value-type-change',
  severity: 'warning',
  summary: 'a layer does not turn a map or list below it into something else',
  check({ layers }, report) {
    layers.forEach((layer, index) => {
      if (layer.kind === 'defaults') return;
      for (const path of changes(layer.values, layers.slice(0, index).map(({ values }) => values), [])) {
        const below = layers.slice(0, index).findLast(({ values }) => valueAt(values, path) !== undefined);
        const from = valueAt(below?.values, path);
        const to = valueAt(layer.values, path);
        report(path, `${formatPath(path)} is ${aTypeName(to)} here and ${aTypeName(from)} in ${below?.name}, so nothing of that ${typeName(from)} stays; use the same type, or null to remove it`);
      }
    });
  },
} satisfies Rule;

/** Paths at which a value meets one of another kind below it. Scalars among themselves, null and empty values are no change. */
function changes(value: Value, below: readonly (Value | undefined)[], path: Path): Path[] {
  const present = below.findLast((other) => other !== undefined);
  if (path.length > 0 && present !== undefined && kind(present) !== kind(value) && !isNothing(present) && value !== null) return [path];
  if (!isMap(value)) return [];
  return Object.entries(value).flatMap(([key, child]) => changes(child, below.map((other) => valueAt(other, [key]) as Value | undefined), [...path, key]));
}

function kind(value: Value): string {
  return isMap(value) ? 'map' : Array.isArray(value) ? 'list' : 'scalar';
}

function isNothing(value: Value): boolean {
  return value === null || value === '' || (typeof value === 'object' && Object.keys(value).length === 0);
}
