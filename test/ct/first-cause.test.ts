import * as assert from 'uvu/assert';
import { firstCause } from '../../tools/ct/first-cause.ts';
import type { ContainerState, State } from '../../tools/ct/state.ts';
import { suite } from '../support/suite.ts';

const cause = suite('the first cause of a failed case');

const well: ContainerState = { name: 'agent', well: true, failed: false, reason: 'is well', lines: [] };
const ill = (reason: string, lines: string[] = []): ContainerState => ({ name: 'controller', well: false, failed: reason.startsWith('ended'), reason, lines });
const state = (containers: ContainerState[], warnings: string[] = []): State => ({ pods: [{ name: 'server-1', containers }], warnings });

const timeout = '>>> helm install painting\nError: INSTALLATION FAILED: context deadline exceeded\nfailed waiting for process: exit status 1\n';

cause("is Helm's own error when that says more than that time was over", () => {
  const output = '>>> helm install painting\nError: INSTALLATION FAILED: services "a" is forbidden\n✖ painting > failed waiting for process: exit status 1\n';
  assert.equal(firstCause(output, state([ill('runs but is not ready')])), ['INSTALLATION FAILED: services "a" is forbidden']);
});

cause('joins the lines of an error that has several', () => {
  const output = 'Error: INSTALLATION FAILED: values do not meet the schema:\npainting:\n- (root): sight is not allowed\n\n----\n';
  assert.equal(firstCause(output, undefined), ['INSTALLATION FAILED: values do not meet the schema: painting: - (root): sight is not allowed']);
});

cause('is the waiting container when Helm only waited too long', () => {
  const waiting = ill('CreateContainerConfigError: secret "keys" not found');
  assert.equal(firstCause(timeout, state([well, waiting], ['an event'])), ['pod server-1, container controller: CreateContainerConfigError: secret "keys" not found']);
});

cause('shows the last lines of a container that ended, and not more than six', () => {
  const lines = ['1', '2', '3', '4', '5', '6', '7'];
  assert.equal(firstCause(timeout, state([ill('ended with 3', lines)])), [
    'pod server-1, container controller: ended with 3',
    ...['2', '3', '4', '5', '6', '7'].map((line) => `  | ${line}`),
  ]);
});

cause('is the container that had just begun again, when nothing is ill at that moment', () => {
  const again: ContainerState = { ...ill('ended with 3', ['no canvas']), well: true };
  assert.equal(firstCause(timeout, state([well, again], ['BackOff Pod/server-1: restarting'])), ['pod server-1, container controller: ended with 3', '  | no canvas']);
  const waiting = { ...ill('runs but is not ready'), name: 'other' };
  assert.equal(firstCause(timeout, state([again, waiting])), ['pod server-1, container other: runs but is not ready']);
});

cause('is the reason why no node takes the pod', () => {
  const pods = [{ name: 'server-1', unscheduled: '0/1 nodes are available: 1 Insufficient cpu.', containers: [] }];
  assert.equal(firstCause(timeout, { pods, warnings: [] }), ['pod server-1 finds no node: 0/1 nodes are available: 1 Insufficient cpu.']);
});

cause('is the newest warning when there is no pod at all', () => {
  const warning = 'FailedCreate ReplicaSet/server: violates PodSecurity "restricted"';
  assert.equal(firstCause(timeout, { pods: [], warnings: [warning] }), [warning]);
});

cause('is what the test pod saw when helm test failed', () => {
  const output = 'Error: 1 error occurred:\n\t* pod painting-test failed\n\n';
  assert.equal(firstCause(output, state([ill('ended with 1', ['no header'])])).slice(-2), ['pod server-1, container controller: ended with 1', '  | no header']);
});

cause('is never empty', () => {
  assert.equal(firstCause('', undefined), ['ct ended without a word']);
  assert.equal(firstCause(timeout, undefined), ['INSTALLATION FAILED: context deadline exceeded']);
});

cause.run();
