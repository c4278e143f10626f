/** Agents that are not ready when their pod starts: the pod takes no traffic, the old ones go on, and events say why. */
import { setTimeout as sleep } from 'node:timers/promises';
import * as assert from 'uvu/assert';
import type { Measured } from '../../../ci/load/measure.ts';
import { until } from '../../../ci/scenario/until.ts';
import { requireDoubles } from '../../support/judged.ts';
import { suite } from '../../support/suite.ts';
import { askedAbout, gapKinds, gapSeconds, recordOf, rounded, uninspected } from './support/uninspected.ts';
import { stayedReady, watchPods } from './support/pod-watch.ts';
import { podNames } from './support/pods.ts';
import { openSite } from './support/site.ts';
import { nothingLost, uninspectedWithin } from './support/verdict.ts';

requireDoubles('agents without rules', 'it asks the agent double to load its rules late or never');

const site = await openSite('agent-start');
const starts = suite('agents that are not ready at the start');
starts.after(() => site.remove());

/**
 * The vendor's cloud out of reach, and keys that it does not know, look alike from outside: the agent runs and asks for
 * its rules for ever, and its startup probe answers 503.
 */
const withoutRules = ['agent.extraEnvs[0].name=DOUBLE_RULES_DELAY', 'agent.extraEnvs[0].value=never'];

const obstacles = [
  { id: 'rules-never-load', event: 'upgrade to agents whose rules never load', words: withoutRules, reason: 'Unhealthy', says: 'Startup probe failed: HTTP probe failed with statuscode: 503' },
  { id: 'secret-missing', event: "upgrade to a Secret that isn't there", words: ['agent.credentials.existingSecret=nowhere'], reason: 'Failed', says: 'Error: secret "nowhere" not found' },
] as const;

for (const { id, event, words, reason, says } of obstacles) {
  starts(`${event}, a scale-up while it is stuck, and the rollback: nothing is lost`, async () => {
    const old = await podNames(site, 'controller');
    const watch = watchPods(site, 'controller');
    const stuck = await site.underLoad({ id, event: `${event}, scaled up while it is stuck` }, async () => {
      await site.failingUpgrade(words, 15);
      await site.failingUpgrade([...words, 'controller.replicaCount=3'], 10);
    });
    nothingLost(stuck);
    const [before = ''] = old.map(template);
    const added = (await podNames(site, 'controller')).filter((pod) => !old.includes(pod));
    const newcomers = added.filter((pod) => template(pod) !== before);
    assert.ok(newcomers.length > 0, 'the rollout has begun');
    for (const pod of newcomers) {
      assert.is(askedAbout(stuck, pod).size, 0, 'a pod without a ready agent takes no traffic');
      assert.ok(watch.moments.every((moment) => moment.pod !== pod || !moment.ready), 'it is never Ready');
      const events = await site.kubectl('get', 'events', `--field-selector=involvedObject.name=${pod},reason=${reason}`, '--output=jsonpath={.items[*].message}');
      assert.match(events, says);
    }
    stayedReady(watch, old);
    // Kubernetes spreads a scale-up over old and new pods.
    assert.ok(added.length > newcomers.length, 'the scale-up brings one more of the old kind');
    await watch.stop();
    nothingLost(await site.underLoad({ id: `${id}-rollback`, event: `${event}, rolled back` }, () => site.rollback(1)));
  });
}

/** The ReplicaSet that a pod belongs to. */
function template(pod: string): string {
  return pod.replace(/-[^-]+$/, '');
}

starts('agent.startup=started lets an agent without rules in: what it is asked passes with its answer 0', async () => {
  const measured = await site.underLoad({ id: 'startup-started-without-rules', event: 'agent.startup=started: upgrade to agents whose rules never load, and back', mode: 'startup: started' }, async () => {
    await site.upgrade(['agent.startup=started', ...withoutRules]);
    await site.upgrade();
    await drained();
  }, { figures: ({ account }) => ({ uninspected: gapSeconds(account) }) });
  assert.equal(measured.account.failures, {});
  assert.equal(gapKinds(measured.account), ['unanswered']);
  assert.equal([...new Set(uninspected(measured).map(({ seen }) => seen))], ['0']);
  uninspectedWithin(measured);
});

starts('agent.startup=none with rules after 20 s: each new pod passes requests until it has them', async () => {
  const words = ['agent.extraEnvs[0].name=DOUBLE_RULES_DELAY', 'agent.extraEnvs[0].value=20s'];
  const measured = await site.underLoad({ id: 'startup-none-rules-late', event: 'agent.startup=none: upgrade to agents whose rules come after 20 s', mode: 'startup: none' }, async () => {
    await site.upgrade(['agent.startup=none', ...words]);
    // The last new pod counted as ready before its agent was.
    await sleep(20_000);
  }, { figures: (all) => ({ uninspected: gapSeconds(all.account), 'uninspected in one pod': longestInOnePod(all) }) });
  assert.equal(measured.account.failures, {});
  assert.equal(gapKinds(measured.account), ['unanswered']);
  uninspectedWithin(measured);
});

/** The longest time from the first to the last request that the agent of one pod was asked about in vain, in seconds. */
function longestInOnePod(measured: Measured<unknown>): number {
  const pods = new Set(recordOf(measured).map(({ hostname }) => hostname));
  const seconds = [...pods].map((pod) => {
    const asked = askedAbout(measured, pod);
    const times = uninspected(measured).filter(({ number }) => asked.has(number)).map(({ started }) => started);
    return times.length === 0 ? 0 : (Math.max(...times) - Math.min(...times)) / 1000;
  });
  return rounded(Math.max(0, ...seconds));
}

/** Until pods that stop have ended all connections but websockets. */
async function drained(): Promise<void> {
  await until('nginx of old pods stops', 60, async () => {
    const ready = await podNames(site, 'controller');
    const names = (await site.kubectl('get', 'pods', '--selector=app.kubernetes.io/component=controller', '--output=jsonpath={.items[*].metadata.name}')).split(' ');
    const logs = await Promise.all(names.filter((name) => !ready.includes(name)).map((pod) => site.kubectl('logs', pod, '--container', 'controller').catch(() => 'Stopping NGINX process')));
    return logs.every((log) => log.includes('Stopping NGINX process')) || undefined;
  });
}

starts.run();
