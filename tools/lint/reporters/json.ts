import type { Diagnostic } from '../diagnostic.ts';

/** An array with one object for each finding; `[]` when there is none. */
export function json(diagnostics: readonly Diagnostic[]): string {
  return `${JSON.stringify(diagnostics, undefined, 2)}\n`;
}
