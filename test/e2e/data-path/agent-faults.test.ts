/** Agents that answer wrongly or cannot be reached, under load: what passes unseen, and for how long. */
import { setTimeout as sleep } from 'node:timers/promises';
import * as assert from 'uvu/assert';
import type { Measured } from '../../../ci/load/measure.ts';
import { until } from '../../../ci/scenario/until.ts';
import { requireDoubles } from '../../support/judged.ts';
import { long } from '../../support/long.ts';
import { suite } from '../../support/suite.ts';
import { commandAgent, inAgent } from './support/agent-command.ts';
import { stayedReady, watchPods } from './support/pod-watch.ts';
import { podNames } from './support/pods.ts';
import { openSite } from './support/site.ts';
import { askedAbout, gapKinds, gapSeconds, gapTimes, rounded, uninspected } from './support/uninspected.ts';
import { nothingLost, uninspectedWithin } from './support/verdict.ts';

requireDoubles('agents that fail', 'it asks the agent double to hang and to answer rubbish');

const site = await openSite('agent-faults');
const faults = suite('agents that fail under load');
faults.after(() => site.remove());

faults('the load finds what an agent that hangs lets pass, attacks among it', async () => {
  const measured = await site.underLoad({ id: 'control-all-agents-hang', event: 'control: all agents hang for 5 s' }, async () => {
    await Promise.all((await podNames(site, 'controller')).map((pod) => commandAgent(site, pod, 'hang for 5s')));
    await sleep(6000);
  }, { figures: windowOf });
  assert.equal(measured.account.failures, {});
  assert.equal(gapKinds(measured.account), ['unanswered']);
  assert.ok(measured.account.uninspected > 50, 'the load does not find what it is for');
  assert.ok(uninspected(measured).some(({ attack }) => attack), 'an attack passes too');
  uninspectedWithin(measured);
});

/** In one pod, so that the others show what is left of the protection. */
const answers = [
  { id: 'agent-hung', command: 'hang', event: 'the agent of one pod hangs for 10 s' },
  { id: 'agent-garbage', command: 'garbage', event: 'the agent of one pod answers garbage for 10 s' },
  { id: 'agent-oversized', command: 'oversized', event: 'the agent of one pod answers more than the module reads for 10 s' },
] as const;

for (const { id, command, event } of answers) {
  faults(`${event}: its requests pass, the pod stays Ready, the others go on`, async () => {
    const [pod = '', other = ''] = await podNames(site, 'controller');
    const watch = watchPods(site, 'controller');
    const measured = await site.underLoad({ id, event }, async () => {
      await commandAgent(site, pod, `${command} for 10s`);
      await sleep(11_500);
    }, { figures: (all) => ({ ...windowOf(all), 'answered within': slowest(all) }) });
    await watch.stop();
    assert.equal(measured.account.failures, {});
    assert.equal(gapKinds(measured.account), ['unanswered']);
    uninspectedWithin(measured);
    stayedReady(watch, [pod]);
    const asked = askedAbout(measured, pod);
    assert.ok(uninspected(measured).every(({ number }) => asked.has(number)), 'all of them came to the agent that fails');
    assert.ok(askedAbout(measured, other).size > 100, 'the other pod goes on');
    // The module's timeout is 100 ms over dial and I/O; nginx's clock may be some milliseconds old when it is set.
    if (command === 'hang') assert.ok(uninspected(measured).every(({ took }) => took >= 90), 'they pass after the timeout of the module');
  });
}

faults('the socket of one agent is removed: its pod stays Ready and passes everything until it is deleted', async () => {
  const [pod = ''] = await podNames(site, 'controller');
  const watch = watchPods(site, 'controller');
  const times = { began: 0, deleted: 0 };
  const measured = await site.underLoad({ id: 'agent-socket-removed', event: "one agent's socket is removed; its pod is deleted 8 s later" }, async () => {
    times.began = Date.now();
    await inAgent(site, pod, 'rm /sigsci/tmp/sigsci.sock');
    await sleep(8000);
    stayedReady(watch, [pod]);
    times.deleted = Date.now();
    await site.kubectl('delete', 'pod', pod, '--wait=false');
    // Websockets keep nginx for up to worker-shutdown-timeout; every other connection ends with its next answer.
    await until('nginx stops', 60, async () => (await site.kubectl('logs', pod, '--container', 'controller')).includes('Stopping NGINX process') || undefined);
    await site.kubectl('rollout', 'status', `deployment/${site.release.name}-controller`, '--timeout=120s');
  }, { figures: (all) => ({ ...windowOf(all), 'uninspected after the deletion': afterwards(all, times) }) });
  await watch.stop();
  assert.equal(measured.account.failures, {});
  assert.equal(gapKinds(measured.account), ['unseen']);
  uninspectedWithin(measured);
  assert.ok(uninspected(measured).some(({ stream }) => stream === 'new'), 'new connections pass unseen too: nothing withdraws the pod');
  assert.ok(gapSeconds(measured.account) > 7, 'nothing but the deletion ends it');
});

faults('the volume of all agents is full: nothing is lost', async () => {
  // In memory, because a full disk would be the lab's own.
  await site.upgrade(['agent.tmpVolume.emptyDir.medium=Memory', 'agent.tmpVolume.emptyDir.sizeLimit=8Mi']);
  const measured = await site.underLoad({ id: 'agent-volume-full', event: '/sigsci/tmp of all agents is full' }, async () => {
    for (const pod of await podNames(site, 'controller')) {
      const said = await inAgent(site, pod, 'dd if=/dev/zero of=/sigsci/tmp/filler bs=64k 2>&1; echo more > /sigsci/tmp/more; cat /sigsci/tmp/more');
      assert.match(said, 'No space left on device');
      assert.not.match(said, /^more$/m);
    }
    await sleep(8000);
  });
  nothingLost(measured);
});

if (long) {
  faults('a volume on disk grows over its sizeLimit: the kubelet evicts the pod, without a drain', async () => {
    await site.upgrade(['agent.tmpVolume.emptyDir.sizeLimit=8Mi']);
    const [pod = ''] = await podNames(site, 'controller');
    const measured = await site.underLoad({ id: 'agent-volume-over-limit', event: "one agent's volume on disk grows over its sizeLimit" }, async () => {
      await inAgent(site, pod, 'dd if=/dev/zero of=/sigsci/tmp/filler bs=64k count=256');
      await site.kubectl('wait', '--for=jsonpath={.status.phase}=Failed', `pod/${pod}`, '--timeout=180s');
      await site.kubectl('rollout', 'status', `deployment/${site.release.name}-controller`, '--timeout=120s');
    }, { seconds: 400, figures: windowOf });
    const events = await site.kubectl('get', 'events', '--field-selector=reason=Evicted', '--output=jsonpath={.items[*].message}');
    assert.match(events, 'Usage of EmptyDir volume "sigsci-tmp" exceeds the limit "8Mi"');
    // An eviction for its own volume's sake leaves a pod no time to drain: its connections break, or go on unseen for a moment.
    const { account, event } = measured;
    assert.ok(gapKinds(account).every((kind) => kind !== 'let through'));
    assert.ok([...Object.values(account.failures), ...Object.values(account.gaps)].every(({ from, to }) => from >= event.from && to <= event.to), 'it is over with the event');
    assert.ok(account.failed < account.requests / 10, 'the other pod serves');
  });
}

function windowOf({ account }: Measured<unknown>): Record<string, number> {
  return { uninspected: gapSeconds(account) };
}

/** Seconds of the slowest request that passed uninspected and that the application did not delay. */
function slowest(measured: Measured<unknown>): number {
  return Math.max(0, ...uninspected(measured).map(({ took }) => took / 1000).filter((took) => took < 3));
}

/** Seconds for which requests passed uninspected after the pod was deleted. */
function afterwards({ account, event }: Measured<unknown>, { began, deleted }: { readonly began: number; readonly deleted: number }): number {
  return rounded(Math.max(0, gapTimes(account).to - event.from - (deleted - began) / 1000));
}

faults.run();
