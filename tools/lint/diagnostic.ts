import type { LayerKind } from '../values/layer.ts';

export type Severity = 'error' | 'warning';

/** One finding, the only currency between checks and reporters. Lines and columns count from 1. */
export interface Diagnostic {
  readonly rule: string;
  readonly severity: Severity;
  /** Names the path, what was found and what to do. Never holds a secret. */
  readonly message: string;
  /** The path in the syntax of `--set`; empty for what concerns the whole file. */
  readonly path: string;
  /** The file as the user named it, or `--set` and its kin; for an argument the line is its number among its kind, and the column counts inside it. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  /** Which part of the stack set the value. */
  readonly layer: LayerKind;
}

/** In the order of the files, then of the text; what is said twice is kept once. */
export function sortDiagnostics(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  const files = [...new Set(diagnostics.map(({ file }) => file))];
  const unique = new Map(diagnostics.map((diagnostic) => [JSON.stringify(diagnostic), diagnostic]));
  return [...unique.values()].sort(
    (a, b) => files.indexOf(a.file) - files.indexOf(b.file) || a.line - b.line || a.column - b.column || compare(a.rule, b.rule) || compare(a.message, b.message),
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
