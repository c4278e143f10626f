import type { Outcome, SocketLife } from '../lab/inside/load/outcome.ts';
import type { Span } from './span.ts';

/** One line of the application's record, as far as the account looks at it. */
export interface ReachedLine {
  readonly time: string;
  readonly run: string;
  readonly number: string;
  readonly agentResponse: string;
}

/** One decision of an agent about a numbered request. */
export interface SeenLine {
  readonly call: string;
  readonly uri?: string;
  readonly verdict?: string;
  /** The client's address as the module sent it. */
  readonly remoteAddress?: string;
}

/** Why a request that the application answered counts as uninspected. */
export type Gap = 'unseen' | 'unanswered' | 'let through';

/** What became of all requests of a run: each is answered, blocked or failed. */
export interface Account {
  readonly requests: number;
  readonly answered: number;
  readonly blocked: number;
  readonly failed: number;
  /** Of those that reached the application; a failed one may be among them. */
  readonly uninspected: number;
  readonly gaps: Readonly<Partial<Record<Gap, Span>>>;
  readonly failures: Readonly<Record<string, Span>>;
  readonly resent: number;
  readonly sockets: { readonly opened: number; readonly closedByServer: number; readonly unanswered: number };
}

export interface Evidence {
  readonly run: string;
  /** Numbers 1 to this one were sent. */
  readonly requests: number;
  /** Milliseconds since the epoch. */
  readonly began: number;
  readonly outcomes: readonly Outcome[];
  readonly sockets: readonly SocketLife[];
  readonly reached: readonly ReachedLine[];
  /** What the agents wrote down. Undefined where they keep no record, as the vendor's: the header alone then tells. */
  readonly seen: readonly SeenLine[] | undefined;
}

/** Holds what the driver, the application and the agents say against each other. */
export function account(evidence: Evidence): Account {
  const { requests, outcomes, sockets } = evidence;
  const gaps = findGaps(evidence);
  const failures = findFailures(evidence);
  const failed = Object.values(failures).reduce((sum, { count }) => sum + count, 0);
  const blocked = outcomes.filter(isBlocked).length;
  return {
    requests,
    answered: requests - blocked - failed,
    blocked,
    failed,
    uninspected: Object.values(gaps).reduce((sum, { count }) => sum + count, 0),
    gaps,
    failures,
    resent: outcomes.filter(({ resent }) => resent).length,
    sockets: {
      opened: sockets.filter(({ sent }) => sent > 0).length,
      closedByServer: sockets.filter(({ ours }) => !ours).length,
      // The last message of a connection that closes may be on its way.
      unanswered: sockets.reduce((sum, { sent, echoed }) => sum + Math.max(0, sent - echoed - 1), 0),
    },
  };
}

/** Requests that the application got without the agents' consent. A number counts once, for its worst case. */
function findGaps({ run, began, reached, seen }: Evidence): Partial<Record<Gap, Span>> {
  const verdicts = seen && verdictsByNumber(run, seen);
  const found: { gap: Gap; number: number; at: number }[] = [];
  for (const line of reached.filter((one) => one.run === run)) {
    const gap = gapOf(line, verdicts ? verdicts.get(Number(line.number)) : []);
    if (gap) found.push({ gap, number: Number(line.number), at: Date.parse(line.time) - began });
  }
  return spans(found, ({ gap }) => gap);
}

function gapOf({ agentResponse }: ReachedLine, verdicts: readonly string[] | undefined): Gap | undefined {
  if (!verdicts) return 'unseen';
  if (verdicts.includes('blocked')) return 'let through';
  return agentResponse === '200' ? undefined : 'unanswered';
}

function verdictsByNumber(run: string, seen: readonly SeenLine[]): Map<number, string[]> {
  const verdicts = new Map<number, string[]>();
  for (const { call, uri = '', verdict = '' } of seen) {
    const match = /[?&]run=([^&]*)&number=(\d+)/.exec(uri);
    if (call !== 'PreRequest' || match?.[1] !== run) continue;
    const number = Number(match[2]);
    verdicts.set(number, [...(verdicts.get(number) ?? []), verdict]);
  }
  return verdicts;
}

/** Requests without a right answer, by reason; one without any outcome failed too. */
function findFailures({ requests, began, outcomes }: Evidence): Record<string, Span> {
  const reasons = outcomes.flatMap((outcome) => {
    const reason = failureOf(outcome);
    return reason === undefined ? [] : [{ reason, number: outcome.number, at: outcome.started - began }];
  });
  const known = new Set(outcomes.map(({ number }) => number));
  const lost = Array.from({ length: requests }, (_, index) => index + 1).filter((number) => !known.has(number));
  return spans([...reasons, ...lost.map((number) => ({ reason: 'no outcome', number, at: 0 }))], ({ reason }) => reason);
}

/** An attack that the application answered is no failure but uninspected. */
function failureOf(outcome: Outcome): string | undefined {
  const { error, status } = outcome;
  if (error !== undefined) return error.replace(/ ?\d+\.\d+\.\d+\.\d+:\d+/g, '').replace(/\d{3,}/g, 'N');
  if (status === 200 || status === 101 || isBlocked(outcome)) return undefined;
  return `status ${status}`;
}

function isBlocked({ attack, status, error }: Outcome): boolean {
  return attack && status === 406 && error === undefined;
}

function spans<T extends { number: number; at: number }, K extends string>(found: readonly T[], kind: (one: T) => K): Record<K, Span> {
  const groups = new Map<K, T[]>();
  for (const one of found) groups.set(kind(one), [...(groups.get(kind(one)) ?? []), one]);
  return Object.fromEntries([...groups].map(([name, all]) => [name, span(all)])) as Record<K, Span>;
}

function span(all: readonly { number: number; at: number }[]): Span {
  const times = all.map(({ at }) => at).sort((a, b) => a - b);
  const seconds = (milliseconds = 0): number => Math.round(milliseconds / 100) / 10;
  return { count: all.length, from: seconds(times[0]), to: seconds(times.at(-1)), numbers: all.slice(0, 20).map(({ number }) => number) };
}
