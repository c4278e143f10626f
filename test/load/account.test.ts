/** The account of a run: each request is answered, blocked or failed, and none that slipped through is missed. */
import * as assert from 'uvu/assert';
import { account } from '../../ci/load/account.ts';
import type { Account, Evidence, SeenLine } from '../../ci/load/account.ts';
import type { Outcome } from '../../ci/lab/inside/load/outcome.ts';
import { suite } from '../support/suite.ts';

const began = Date.parse('2026-01-01T00:00:00Z');
const at = (second: number): string => new Date(began + second * 1000).toISOString();

function outcome(number: number, rest: Partial<Outcome> = {}): Outcome {
  return { number, stream: 'kept', attack: false, started: began + number * 1000, took: 5, status: 200, ...rest };
}
const reached = (number: number, agentResponse = '200', run = 'r'): Evidence['reached'][number] => ({ time: at(number), run, number: String(number), agentResponse });
const seen = (number: number, verdict = 'allowed', run = 'r'): SeenLine => ({ call: 'PreRequest', uri: `/?run=${run}&number=${number}`, verdict });

function accountOf(evidence: Partial<Evidence>): Account {
  return account({ run: 'r', requests: evidence.outcomes?.length ?? 0, began, outcomes: [], sockets: [], reached: [], seen: [], ...evidence });
}

const accounts = suite('account of a run');

accounts('finds nothing wrong where the agent saw each answered request and each attack was blocked', () => {
  const found = accountOf({ outcomes: [outcome(1), outcome(2, { attack: true, status: 406 })], reached: [reached(1)], seen: [seen(1), seen(2, 'blocked')] });
  assert.equal([found.answered, found.blocked, found.failed, found.uninspected], [1, 1, 0, 0]);
});

accounts('counts a request that no agent has seen, and says from when to when', () => {
  const found = accountOf({ outcomes: [outcome(1), outcome(4), outcome(9)], requests: 3, reached: [reached(1), reached(4), reached(9)], seen: [seen(1)] });
  assert.is(found.uninspected, 2);
  assert.equal(found.gaps.unseen, { count: 2, from: 4, to: 9, numbers: [4, 9] });
});

accounts('does not take another run for this one', () => {
  const found = accountOf({ outcomes: [outcome(1)], reached: [reached(1), reached(2, '', 'other')], seen: [seen(1, 'allowed', 'other')] });
  assert.equal(found.gaps.unseen?.numbers, [1]);
});

accounts('counts a request that arrived without the agent\'s 200, though the agent has seen it', () => {
  assert.is(accountOf({ outcomes: [outcome(1)], reached: [reached(1, '')], seen: [seen(1)] }).gaps.unanswered?.count, 1);
});

accounts('goes by the header alone where the agents keep no record', () => {
  const found = accountOf({ outcomes: [outcome(1), outcome(2)], reached: [reached(1), reached(2, '')], seen: undefined });
  assert.equal(Object.keys(found.gaps), ['unanswered']);
  assert.equal(found.gaps.unanswered?.numbers, [2]);
});

accounts('counts an attack that arrived against the verdict', () => {
  const found = accountOf({ outcomes: [outcome(1, { attack: true })], reached: [reached(1)], seen: [seen(1, 'blocked')] });
  assert.is(found.gaps['let through']?.count, 1);
  assert.is(found.failed, 0);
});

accounts('counts what the application got although the client had no answer', () => {
  const found = accountOf({ outcomes: [outcome(1, { status: undefined, error: 'socket hang up' })], reached: [reached(1, '')], seen: [] });
  assert.equal([found.failed, found.uninspected], [1, 1]);
});

accounts('counts as failed: no answer, another status, a harmless request that was blocked, no outcome at all', () => {
  const outcomes = [outcome(1, { status: undefined, error: 'connect ECONNREFUSED' }), outcome(2, { status: 502 }), outcome(3, { status: 406 })];
  const found = accountOf({ outcomes, requests: 4 });
  assert.is(found.failed, 4);
  assert.equal(Object.keys(found.failures), ['connect ECONNREFUSED', 'status 502', 'status 406', 'no outcome']);
});

accounts('each request is accounted for once', () => {
  const { requests, answered, blocked, failed } = accountOf({ outcomes: [outcome(1), outcome(2, { status: 500 }), outcome(3, { attack: true, status: 406 })], reached: [reached(1)], seen: [] });
  assert.is(answered + blocked + failed, requests);
});

accounts('tells websockets that the server closed and messages without an echo', () => {
  const life = { socket: 1, stream: 'ws', started: began, took: 1, code: 1000 };
  const sockets = [{ ...life, sent: 5, echoed: 4, ours: true }, { ...life, sent: 9, echoed: 5, ours: false }, { ...life, sent: 0, echoed: 0, ours: false }];
  assert.equal(accountOf({ sockets }).sockets, { opened: 2, closedByServer: 2, unanswered: 3 });
});

accounts.run();
