/** Agents in pods of their own (experimental): what an upgrade and lost agents mean there, and whether both halves of a request meet. */
import { setTimeout as sleep } from 'node:timers/promises';
import * as assert from 'uvu/assert';
import type { Measured } from '../../../ci/load/measure.ts';
import { accounts } from '../../doubles/agent/accounts.ts';
import { requireDoubles } from '../../support/judged.ts';
import { suite } from '../../support/suite.ts';
import { commandAgent } from './support/agent-command.ts';
import { newImages, newImagesEvent } from './support/new-images.ts';
import { stayedReady, watchPods } from './support/pod-watch.ts';
import { podNames } from './support/pods.ts';
import { openSite } from './support/site.ts';
import { gapKinds, gapSeconds, recordOf, uninspected } from './support/uninspected.ts';
import { nothingLost, uninspectedWithin } from './support/verdict.ts';

requireDoubles('halves of requests in service mode', 'it reads the record of the agent double');

const mode = 'service';
const words = ['agent.mode=service'];
const site = await openSite('service-mode', words);
const service = suite('agents in pods of their own');
service.after(() => site.remove());

/** Second halves of this load's requests that reached another agent than the first, or none. */
function halves(measured: Measured<unknown>): { elsewhere: number; neverCame: number; pairs: number } {
  const record = recordOf(measured);
  const { elsewhere, neverCame } = accounts(record);
  return { elsewhere: elsewhere.length, neverCame: neverCame.length, pairs: record.filter(({ call }) => call === 'UpdateRequest').length };
}

const agents = `deployment/${site.release.name}-agent`;
const allReady = (): Promise<string> => site.kubectl('rollout', 'status', agents, '--timeout=120s');

service('in steady state both halves of each request meet the same agent', async () => {
  const measured = await site.underLoad({ id: 'service-steady', event: 'nothing for 10 s', mode }, () => sleep(10_000));
  nothingLost(measured);
  const { pairs, ...lost } = halves(measured);
  assert.ok(pairs > 20, `only ${pairs} requests with a second half`);
  assert.equal(lost, { elsewhere: 0, neverCame: 0 });
});

service('upgrade to new image tags: nothing fails, and agents leave one after the other', async () => {
  const measured = await site.underLoad({ id: 'service-upgrade-image-tags', event: newImagesEvent, mode }, async () => {
    await site.upgrade([...words, ...newImages]);
    await allReady();
  }, { figures: windowOf });
  assert.equal(measured.account.failures, {});
  assert.not(gapKinds(measured.account).includes('let through'));
});

service('one of two agents is deleted at once: nginx finds the other one', async () => {
  const [busiest = ''] = await byRequests();
  const measured = await site.underLoad({ id: 'service-agent-deleted', event: 'one of two agents is deleted without grace', mode }, async () => {
    await site.kubectl('delete', 'pod', busiest, '--grace-period=0', '--force');
    await allReady();
  }, { figures: windowOf });
  assert.equal(measured.account.failures, {});
  assert.ok(gapKinds(measured.account).every((kind) => kind !== 'let through'));
  assert.ok(measured.account.uninspected < measured.account.requests / 20, 'most go on inspected');
});

const losses = [
  { id: 'service-one-agent-killed', event: 'one of two agents is killed', count: 1 },
  { id: 'service-all-agents-killed', event: 'all agents are killed', count: 2 },
] as const;

for (const { id, event, count } of losses) {
  service(`${event}: nginx goes on, unseen until the loss is known or an agent is back`, async () => {
    const [controllers, agents] = [watchPods(site, 'controller'), watchPods(site, 'agent')];
    const pods = await podNames(site, 'controller');
    const victims = (await byRequests()).slice(0, count);
    const measured = await site.underLoad({ id, event, mode }, async () => {
      const began = Date.now();
      await Promise.all(victims.map((pod) => commandAgent(site, pod, 'crash')));
      for (const pod of victims) await agents.first(pod, (await agents.first(pod, began, false)).at, true);
      // Until the node's rules know the endpoints again, which takes a busy node some seconds.
      await sleep(8000);
    }, { figures: windowOf });
    await Promise.all([controllers.stop(), agents.stop()]);
    assert.equal(measured.account.failures, {});
    assert.not(gapKinds(measured.account).includes('let through'));
    stayedReady(controllers, pods);
    uninspectedWithin(measured);
    if (count === 2) assert.ok(uninspected(measured).some(({ attack }) => attack), 'attacks pass too');
  });
}

/** The agents' pods, the one that has been asked most first: both controllers may have chosen the same. */
async function byRequests(): Promise<string[]> {
  const pods = await podNames(site, 'agent');
  const counts = await Promise.all(pods.map(async (pod) => ({ pod, calls: (await site.kubectl('logs', pod, '--since=60s')).split('PreRequest').length })));
  return counts.sort((a, b) => b.calls - a.calls).map(({ pod }) => pod);
}

function windowOf(measured: Measured<unknown>): Record<string, number> {
  const { elsewhere, neverCame } = halves(measured);
  process.stdout.write(`second halves that reached another agent: ${elsewhere}, none: ${neverCame}\n`);
  return { uninspected: gapSeconds(measured.account) };
}

service.run();
