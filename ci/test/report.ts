import type { FileResult } from './suite-file.ts';

/** One line for a green file; a failed one is followed by everything it printed. */
export function describe(result: FileResult): string {
  const skipped = result.skipped.map((reason) => `     skipped: ${reason}\n`).join('');
  const line = `${result.failed === 0 ? 'ok  ' : 'FAIL'} ${result.file} (${result.passed} passed, ${result.seconds.toFixed(1)} s)\n`;
  return result.failed === 0 ? line + skipped : `${line}${skipped}${indent(result.output)}`;
}

/** The last line of a run, and whether the run counts as green: a run without a single test does not. */
export function summary(results: readonly FileResult[]): { line: string; green: boolean } {
  const passed = total(results.map((result) => result.passed));
  const failed = total(results.map((result) => result.failed));
  const skipped = total(results.map((result) => result.skipped.length));
  const failures = results.filter((result) => result.failed > 0).map((result) => `FAIL ${result.file}\n`);
  const empty = passed + failed === 0;
  const counts = `${passed} passed, ${empty ? 1 : failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
  return { line: `\n${failures.join('')}${empty ? 'no test ran\n' : ''}${counts}`, green: failed === 0 && !empty };
}

function total(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0);
}

function indent(text: string): string {
  return text.replace(/^(?=.)/gm, '     | ');
}
