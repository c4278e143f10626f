import * as assert from 'uvu/assert';
import { lookAt } from '../../tools/ct/state.ts';
import { kubectlProgram } from '../../tools/process/kubectl.ts';
import type { Run } from '../../tools/process/run.ts';
import { suite } from '../support/suite.ts';

const looking = suite('looking at a namespace after a failure');

/** A kubectl that knows one pod with this container status, and what each kind of log says. */
function kubectlWith(status: object, logs: { previous: string; current: string }) {
  const pod = { kind: 'Pod', metadata: { name: 'server-1' }, status: { containerStatuses: [{ name: 'easel', ready: false, ...status }] } };
  const run: Run = async (command) => {
    const asked = command.join(' ');
    const items = asked.includes('get pods') ? [pod] : [];
    const stdout = asked.includes(' logs ') ? (asked.includes('--previous') ? logs.previous : logs.current) : JSON.stringify({ items });
    return { code: 0, stdout, stderr: '', timedOut: false };
  };
  return kubectlProgram('kubectl', run, {});
}

async function easel(status: object, logs = { previous: 'of the run before\n', current: 'of this run\n' }) {
  const { pods } = await lookAt(kubectlWith(status, logs), 'any');
  return pods[0]?.containers[0];
}

const ended = { terminated: { exitCode: 3, reason: 'Error' } };

looking('shows the run that ended, not the one that has just begun again', async () => {
  assert.equal(await easel({ state: { running: {} }, lastState: ended }), { name: 'easel', well: false, failed: true, reason: 'ended with 3', lines: ['of the run before'] });
});

looking('shows the present log when that of the run before is gone', async () => {
  const gone = { previous: 'unable to retrieve container logs for containerd://0123', current: 'of this run\n' };
  assert.equal((await easel({ state: { waiting: { reason: 'CrashLoopBackOff' } }, lastState: ended }, gone))?.lines, ['of this run']);
});

looking('says why a container waits, and that one was killed for its memory', async () => {
  const waiting = { waiting: { reason: 'CreateContainerConfigError', message: 'secret "keys" not found' } };
  assert.is((await easel({ state: waiting }))?.reason, 'CreateContainerConfigError: secret "keys" not found');
  assert.is((await easel({ state: { terminated: { exitCode: 137, reason: 'OOMKilled' } } }))?.reason, 'ended with 137 (OOMKilled)');
  assert.is((await easel({ state: { running: {} } }))?.reason, 'runs but is not ready');
});

looking('takes a ready container, and one that ended with 0, as well', async () => {
  for (const status of [{ ready: true, state: { running: {} } }, { state: { terminated: { exitCode: 0, reason: 'Completed' } } }]) {
    assert.equal(await easel(status), { name: 'easel', well: true, failed: false, reason: 'is well', lines: [] });
  }
});

looking('remembers of a container that is ready again how its run before ended', async () => {
  assert.equal(await easel({ ready: true, state: { running: {} }, lastState: ended }), { name: 'easel', well: true, failed: true, reason: 'ended with 3', lines: ['of the run before'] });
});

looking.run();
