/** How Helm lays values over values: https://github.com/helm/helm/blob/v4.1.4/pkg/chart/common/util/coalesce.go. */
import { isMap, setKey } from './value.ts';
import type { Value, ValueMap } from './value.ts';

/** One values file over another: maps merge, everything else replaces; null stays, to delete a default later. */
export function mergeMaps(below: ValueMap, above: ValueMap): ValueMap {
  const result = { ...below };
  for (const [key, value] of Object.entries(above)) {
    const old = own(result, key);
    setKey(result, key, isMap(value) && isMap(old) ? mergeMaps(old, value) : value);
  }
  return result;
}

/**
 * The user's values over the chart's defaults. A null removes the default below it; without one it stays null.
 * Inside of a map it also stays over a default that is null itself, in Helm 4: Helm 3.17 removes that too.
 */
export function coalesce(defaults: ValueMap, user: ValueMap, inside = false): ValueMap {
  const result = { ...user };
  for (const [key, below] of Object.entries(defaults)) {
    const above = own(user, key);
    if (above === undefined) setKey(result, key, below);
    else if (above === null && !(inside && below === null)) delete result[key];
    else if (isMap(above) && isMap(below)) setKey(result, key, coalesce(below, above, true));
  }
  return result;
}

/** A subchart's values as it sees them: its own defaults, what the parent sets for it, and the parent's `global`. */
export function coalesceSubchart(values: ValueMap, name: string, defaults: ValueMap): ValueMap {
  const given = own(values, name) ?? {};
  if (!isMap(given)) return values;
  const inherited = own(values, 'global');
  const global = mergeGlobals(own(given, 'global'), inherited);
  return { ...values, [name]: coalesce(defaults, { ...given, global }) };
}

function mergeGlobals(child: Value | undefined, parent: Value | undefined): ValueMap {
  const below = isMap(child) ? child : {};
  return isMap(parent) ? mergeMaps(below, parent) : below;
}

function own(map: ValueMap, key: string): Value | undefined {
  return Object.hasOwn(map, key) ? map[key] : undefined;
}
