import { styleText } from 'node:util';
import type { Difference } from './compare.ts';
import { fails } from './check.ts';
import type { Mode, Outcome } from './check.ts';

/** The outcomes for people: each case that is not as stored, then one line of counts. */
export function report(outcomes: readonly Outcome[], mode: Mode, color: boolean): string {
  const parts = outcomes.filter(({ status }) => status !== 'same').map((outcome) => describe(outcome, color));
  const failed = outcomes.filter((outcome) => fails(outcome, mode));
  const stale = failed.some(({ status }) => status === 'changed' || status === 'missing' || status === 'obsolete');
  const advice = stale ? 'If the changes are meant, run: sigsci-values snapshot --update\n' : '';
  return `${parts.join('')}${advice}${counts(outcomes)}\n`;
}

function describe({ name, status, faults, differences }: Outcome, color: boolean): string {
  const lines = [`${status.padEnd(8)} ${name}${hints[status] ?? ''}`, ...faults.map((fault) => `  ${fault}`)];
  return `${[...lines, ...differences.flatMap((difference) => paint(difference, color))].join('\n')}\n`;
}

const hints: Partial<Record<Outcome['status'], string>> = {
  missing: ': no snapshot is stored',
  obsolete: ': there is no such case any more',
};

function paint({ key, change, lines }: Difference, color: boolean): string[] {
  const colors = { '-': 'red', '+': 'green', '@': 'cyan' } as const;
  const painted = lines.map((line) => {
    const style = colors[line[0] as keyof typeof colors];
    return `    ${color && style !== undefined ? styleText(style, line, { validateStream: false }) : line}`;
  });
  return [`  ${change} ${key}`, ...painted];
}

function counts(outcomes: readonly Outcome[]): string {
  const statuses = [...new Set(outcomes.map(({ status }) => status))];
  const parts = statuses.map((status) => `${outcomes.filter((outcome) => outcome.status === status).length} ${status}`);
  return `${outcomes.length} snapshot${outcomes.length === 1 ? '' : 's'}: ${parts.join(', ')}`;
}
