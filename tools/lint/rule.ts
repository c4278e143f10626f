import type { JsonSchema } from '../schema/json-schema.ts';
import type { Layer } from '../values/layer.ts';
import type { Path } from '../values/path.ts';
import type { Value, ValueMap } from '../values/value.ts';
import { isMap } from '../values/value.ts';
import { valueAt } from '../values/path.ts';
import type { Severity } from './diagnostic.ts';

/** What a rule may look at. Values are not trusted: the schema may have refused them. */
export interface Subject {
  /** The merged values, as the templates see them. */
  readonly values: ValueMap;
  /** What the user set: the values without the chart's defaults. */
  readonly user: ValueMap;
  /** Where they come from, the chart's defaults first. */
  readonly layers: readonly Layer[];
  readonly schema: JsonSchema;
}

/**
 * Reports a finding at `path`. `related` are the other paths that take part: where the first one comes from the
 * chart's defaults, the finding is placed at the first of these that the user has set.
 */
export type Report = (path: Path, message: string, related?: readonly Path[]) => void;

/** A check across values. Pure and synchronous: it knows nothing of files, lines and colours. */
export interface Rule {
  readonly id: string;
  readonly severity: Severity;
  /** One sentence for the list of rules. */
  readonly summary: string;
  readonly check: (subject: Subject, report: Report) => void;
}

/** The map at a path; an empty one where something else stands. */
export function mapAt(values: Value, ...path: (string | number)[]): ValueMap {
  const value = valueAt(values, path);
  return isMap(value) ? value : {};
}

/** The keys of the map at a path that carry a value: null takes a key back. */
export function keysSet(values: Value, ...path: (string | number)[]): string[] {
  return Object.entries(mapAt(values, ...path)).filter(([, value]) => value !== null).map(([key]) => key);
}

/** The list at a path; an empty one where something else stands. */
export function listAt(values: Value, ...path: (string | number)[]): readonly Value[] {
  const value = valueAt(values, path);
  return Array.isArray(value) ? value : [];
}

/** The text of a scalar at a path; empty where there is none. */
export function textAt(values: Value, ...path: (string | number)[]): string {
  const value = valueAt(values, path);
  return typeof value === 'string' || typeof value === 'number' || value === true ? String(value) : '';
}
