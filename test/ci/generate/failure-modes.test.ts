/** The table of failure modes: each measured event is told, nothing is told that was not measured. */
import * as assert from 'uvu/assert';
import { failureModesTable } from '../../../ci/generate/failure-modes.ts';
import type { FailureMode } from '../../../ci/generate/failure-modes.ts';
import type { Account } from '../../../ci/load/account.ts';
import type { Row } from '../../../ci/load/row.ts';
import { suite } from '../../support/suite.ts';

const clean: Account = { requests: 3000, answered: 2900, blocked: 100, failed: 0, uninspected: 0, gaps: {}, failures: {}, resent: 0, sockets: { opened: 3, closedByServer: 0, unanswered: 0 } };
const row = (id: string, account: Account = clean): Row => ({ id, event: `event of ${id}`, mode: 'native sidecar', images: 'doubles', load: { seed: 7, from: 3, to: 9, account } });
const text = (...rows: string[]): FailureMode => ({ rows, happens: 'nothing | at all\n', remedy: 'none' });

const modes = suite('table of failure modes');

modes('has a line for each row, with its figures', () => {
  const table = failureModesTable([text('upgrade')], [row('upgrade')]);
  assert.match(table, '| event of upgrade | native sidecar | nothing \\| at all | of 3,000 requests 0 failed, 0 uninspected | none |\n');
  assert.match(table, 'measured (double)');
});

modes('says how many requests were lost, why and over how long', () => {
  const span = { count: 12, from: 4, to: 9.5, numbers: [] };
  const killed = row('agent-killed', { ...clean, failed: 12, failures: { 'status 502': span }, uninspected: 12, gaps: { unseen: span } });
  const table = failureModesTable([text('agent-killed')], [{ ...killed, seconds: { 'not Ready': 4 } }]);
  assert.match(table, '12 failed (status 502: 12 over 5.5 s), 12 uninspected (unseen: 12 over 5.5 s); not Ready: 4 s');
});

modes('adds up the rows of one line that lost nothing, and tells the others apart', () => {
  const lossy = row('second', { ...clean, uninspected: 1, gaps: { unseen: { count: 1, from: 1, to: 1, numbers: [] } } });
  const table = failureModesTable([text('first', 'again', 'second')], [row('first'), row('again'), lossy]);
  assert.match(table, 'of 6,000 requests 0 failed, 0 uninspected; event of second: of 3,000 requests 0 failed, 1 uninspected');
});

modes('refuses a row without a text, and a text without a row', () => {
  assert.throws(() => failureModesTable([], [row('drain')]), /tells nothing of drain/);
  assert.throws(() => failureModesTable([text('drain')], []), /has no row drain/);
});

modes.run();
