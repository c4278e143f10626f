import type { Diagnostic } from '../diagnostic.ts';

/** One line for each finding, `file:line:column` first so that terminals and editors follow it, then the sum. Empty when there is none. */
export function stylish(diagnostics: readonly Diagnostic[], color: boolean): string {
  if (diagnostics.length === 0) return '';
  const paint = (code: number, text: string): string => (color ? `\x1b[${code}m${text}\x1b[0m` : text);
  const lines = diagnostics.map(({ file, line, column, severity, message, rule }) => {
    const level = paint(severity === 'error' ? 31 : 33, severity);
    return `${file}:${line}:${column}: ${level}: ${message} ${paint(2, `[${rule}]`)}`;
  });
  return `${lines.join('\n')}\n\n${summary(diagnostics)}\n`;
}

function summary(diagnostics: readonly Diagnostic[]): string {
  const errors = diagnostics.filter(({ severity }) => severity === 'error').length;
  return `${count(errors, 'error')}, ${count(diagnostics.length - errors, 'warning')}`;
}

function count(number: number, word: string): string {
  return `${number} ${word}${number === 1 ? '' : 's'}`;
}
