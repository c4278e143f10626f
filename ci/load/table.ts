import { columns } from '../columns.ts';
import type { Account, Gap } from './account.ts';
import type { Row } from './row.ts';
import type { Span } from './span.ts';

const header = ['event', 'mode', 'requests', 'answered', 'blocked', 'failed', 'uninspected'];

/** The rows as text for a terminal. */
export function table(rows: readonly Row[]): string {
  return columns(header, rows.map(cells));
}

function cells({ event, mode, load, seconds = {} }: Row): string[] {
  const times = Object.entries(seconds).map(([what, value]) => `; ${what}: ${value} s`);
  const what = event + times.join('');
  if (!load) return [what, mode];
  const { requests, answered, blocked } = load.account;
  return [what, mode, String(requests), String(answered), String(blocked), failed(load.account), uninspected(load.account)];
}

function failed({ failed, failures }: Account): string {
  return failed === 0 ? '0' : `${failed} (${Object.entries(failures).map(([reason, span]) => `${reason}: ${during(span)}`).join('; ')})`;
}

function uninspected({ uninspected, gaps }: Account): string {
  if (uninspected === 0) return '0';
  return `${uninspected} (${(Object.entries(gaps) as [Gap, Span][]).map(([gap, span]) => `${gap}: ${during(span)}`).join('; ')})`;
}

function during({ count, from, to }: Span): string {
  return `${count} from ${from} to ${to} s`;
}
