import { styleText } from 'node:util';
import type { CaseResult } from './case.ts';

/** A table of all cases, then every failed one with its causes and its log file. `place` writes a path for people. */
export function report(results: readonly CaseResult[], place: (path: string) => string, color: boolean): string {
  const failed = results.filter(({ status }) => status === 'failed');
  const width = Math.max(4, ...results.map(({ name }) => name.length));
  const rows = results.map((result) => row(result, width, color));
  const details = failed.map((result) => `\n${result.name}\n${result.causes.map((line) => `  ${line}\n`).join('')}  log: ${place(result.log)}\n`);
  const counts = `${results.length - failed.length} of ${results.length} cases passed`;
  return `${'CASE'.padEnd(width)}  RESULT  SECONDS  FIRST ERROR\n${rows.join('')}${details.join('')}\n${counts}\n`;
}

function row({ name, status, seconds, causes }: CaseResult, width: number, color: boolean): string {
  const word = color ? styleText(status === 'passed' ? 'green' : 'red', status, { validateStream: false }) : status;
  return `${`${name.padEnd(width)}  ${word}  ${seconds.toFixed(1).padStart(7)}  ${short(causes[0] ?? '')}`.trimEnd()}\n`;
}

function short(text: string): string {
  return text.length > 100 ? `${text.slice(0, 99)}…` : text;
}
