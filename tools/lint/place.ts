import type { Layer, Range } from '../values/layer.ts';
import { locate, placeOf } from '../values/locate.ts';
import { formatPath } from '../values/path.ts';
import type { Path } from '../values/path.ts';
import type { Diagnostic, Severity } from './diagnostic.ts';

export interface Finding {
  readonly rule: string;
  readonly severity: Severity;
  readonly message: string;
  readonly path: Path;
  readonly related?: readonly Path[];
  /** Point at the key rather than at the value. */
  readonly atKey?: boolean;
}

/** Turns a finding about a path into a diagnostic at a file, line and column. */
export function place(finding: Finding, layers: readonly Layer[]): Diagnostic {
  const candidates = [finding.path, ...(finding.related ?? [])];
  const users = layers.filter(({ kind }) => kind !== 'defaults');
  const set = candidates.find((path) => path.length > 0 && users.some((layer) => layer.find(path)));
  const located = locate(layers, set ?? finding.path) ?? locate(layers, []);
  if (!located) return diagnose(finding, layers.at(-1) as Layer, { start: 0, end: 0 });
  const { layer, found, exact } = located;
  return diagnose(finding, layer, finding.atKey || !exact ? found.key : found.value);
}

/** A diagnostic at a stretch of one layer's text. */
export function diagnose({ rule, severity, message, path }: Finding, layer: Pick<Layer, 'name' | 'text' | 'kind' | 'number'>, range: Range): Diagnostic {
  const { line, column, endLine, endColumn } = placeOf(layer.text, range);
  const before = (layer.number ?? 1) - 1;
  const spot = { line: line + before, column, endLine: endLine + before, endColumn };
  return { rule, severity, message, path: formatPath(path), file: layer.name, ...spot, layer: layer.kind };
}
