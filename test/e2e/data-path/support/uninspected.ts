import type { Account, Gap } from '../../../../ci/load/account.ts';
import type { Measured } from '../../../../ci/load/measure.ts';
import { secondsOver } from '../../../../ci/load/span.ts';
import type { Outcome } from '../../../../ci/lab/inside/load/outcome.ts';
import type { AgentLine } from '../../../doubles/agent/record.ts';

/** Kinds of the account's gaps, sorted. */
export function gapKinds({ gaps }: Account): Gap[] {
  return (Object.keys(gaps) as Gap[]).sort();
}

/** Seconds since the begin of the load in which requests passed uninspected: the first and the last of any kind. */
export function gapTimes({ gaps }: Account): { readonly from: number; readonly to: number } {
  const spans = Object.values(gaps);
  if (spans.length === 0) return { from: 0, to: 0 };
  return { from: Math.min(...spans.map(({ from }) => from)), to: Math.max(...spans.map(({ to }) => to)) };
}

/** Seconds from the first to the last uninspected request. */
export function gapSeconds({ gaps }: Account): number {
  return secondsOver(Object.values(gaps));
}

/** Outcomes of the requests that passed uninspected, told by the header that reached the application. */
export function uninspected({ outcomes }: Measured<unknown>): Outcome[] {
  return outcomes.filter(({ status, seen }) => (status === 200 || status === 101) && seen !== '200');
}

/** What the agents wrote down during this load, in no order; their logs reach further back. */
export function recordOf({ seen, outcomes }: Measured<unknown>): AgentLine[] {
  const began = new Date(Math.min(...outcomes.map(({ started }) => started)) - 500).toISOString();
  return (seen as unknown as AgentLine[]).filter(({ time }) => time >= began);
}

/** Numbers of the requests that the agent of this pod was asked about, whatever it answered. */
export function askedAbout(measured: Measured<unknown>, pod: string): Set<number> {
  const asked = recordOf(measured).filter(({ call, hostname }) => call === 'PreRequest' && hostname === pod);
  return new Set(asked.map(({ uri }) => Number(/&number=(\d+)/.exec(uri ?? '')?.[1])).filter((number) => number > 0));
}

/** Tenths of seconds, as the account has them. */
export function rounded(seconds: number): number {
  return Math.round(seconds * 10) / 10;
}
