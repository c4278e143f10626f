/** Builds the values of one run out of its layers, in Helm's fixed order. */
import { UserError } from '../errors.ts';
import type { Layer } from './layer.ts';
import { findAssignment, findInDocuments } from './locate.ts';
import { coalesce, coalesceSubchart, mergeMaps } from './merge.ts';
import type { ValuesText } from './read-values.ts';
import { applySet } from './set/parse-set.ts';
import type { SetKind } from './set/parse-set.ts';
import type { ValueMap } from './value.ts';

/** Arguments by kind, each list in the order of the command line. */
export type SetArguments = Readonly<Partial<Record<SetKind, readonly string[]>>>;

/** Helm applies arguments by kind, whatever their order on the command line. */
const order: readonly SetKind[] = ['set-json', 'set', 'set-string', 'set-file', 'set-literal'];

/** What lint needs to know of a chart. */
export interface ChartValues {
  readonly defaults: ValueMap;
  readonly subcharts: readonly { readonly name: string; readonly defaults: ValueMap }[];
}

export interface Stack {
  /** From the defaults to the last argument: a later layer wins. */
  readonly layers: readonly Layer[];
  /** Files and arguments, without the defaults. */
  readonly user: ValueMap;
  /** What the templates of the chart see. */
  readonly values: ValueMap;
}

/** A values file as a layer. */
export function fileLayer(kind: Layer['kind'], name: string, { text, value, documents }: ValuesText): Layer {
  return { kind, name, text, values: value, find: (path) => findInDocuments(documents, path) };
}

/** Lays files and arguments over the chart's defaults. Throws a UserError for an argument that Helm refuses. */
export function buildStack(chart: ChartValues, below: Layer, files: readonly Layer[], args: SetArguments, readFile: (name: string) => string): Stack {
  const layers = [below, ...files];
  let user = files.reduce((values, layer) => mergeMaps(values, layer.values), {} as ValueMap);
  if (order.some((kind) => (args[kind]?.length ?? 0) > 0)) user = structuredClone(user);
  for (const kind of order) {
    for (const [index, text] of (args[kind] ?? []).entries()) {
      const { layer, values } = argumentLayer(kind, text, user, readFile);
      layers.push({ ...layer, number: index + 1 });
      user = values;
    }
  }
  const merged = coalesce(chart.defaults, user);
  return { layers, user, values: chart.subcharts.reduce((values, { name, defaults }) => coalesceSubchart(values, name, defaults), merged) };
}

function argumentLayer(kind: SetKind, text: string, user: ValueMap, readFile: (name: string) => string): { layer: Layer; values: ValueMap } {
  const name = `--${kind}`;
  if (kind === 'set-json' && text.trimStart().startsWith('{')) {
    const values = parseObject(text);
    const find = () => ({ key: { start: 0, end: text.length }, value: { start: 0, end: text.length } });
    return { layer: { kind: 'set', name, text, values, find: (path) => (has(values, path) ? find() : undefined) }, values: mergeMaps(user, values) };
  }
  const alone: ValueMap = {};
  const assignments = applySet(kind, text, user, readFile);
  copyAssigned(assignments.map(({ path }) => path), user, alone);
  return { layer: { kind: 'set', name, text, values: alone, find: (path) => findAssignment(assignments, path) }, values: user };
}

/** Helm 4 takes a whole JSON object as well; Helm 3.17 refuses it. */
function parseObject(text: string): ValueMap {
  try {
    return JSON.parse(text) as ValueMap;
  } catch {
    throw new UserError('--set-json: the argument starts like a JSON object, and is none');
  }
}

function has(values: unknown, path: readonly (string | number)[]): boolean {
  return path.every((step) => {
    if (values === null || typeof values !== 'object' || !Object.hasOwn(values, step)) return false;
    values = (values as Record<string | number, unknown>)[step];
    return true;
  });
}

/** The top-level keys that an argument touched, as they are after it. */
function copyAssigned(paths: readonly (readonly (string | number)[])[], from: ValueMap, to: ValueMap): void {
  for (const [key] of paths) {
    if (typeof key === 'string' && Object.hasOwn(from, key)) to[key] = from[key] as ValueMap[string];
  }
}
