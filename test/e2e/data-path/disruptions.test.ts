/** Pods come and go under load, as a user, an autoscaler or a node's drain lets them: nothing fails and nothing passes uninspected. */
import { setTimeout as sleep } from 'node:timers/promises';
import * as assert from 'uvu/assert';
import { suite } from '../../support/suite.ts';
import { controllerPods, isReady, isTerminating } from './support/pods.ts';
import { openSite } from './support/site.ts';
import { nothingLost } from './support/verdict.ts';

const site = await openSite('disruptions');
const { deployment } = site;
const disruptions = suite('disruptions under load');
disruptions.after(() => site.remove());

async function scaleTo(replicas: number): Promise<void> {
  await site.kubectl('scale', deployment, `--replicas=${replicas}`);
  await site.kubectl('rollout', 'status', deployment, '--timeout=120s');
}

/** Names of the pods that stay. */
async function standing(): Promise<string[]> {
  return (await controllerPods(site)).filter((pod) => !isTerminating(pod)).map(({ metadata }) => metadata.name);
}

/** Asks for a pod's eviction as `kubectl drain` does; false when the disruption budget refuses it for now. */
async function evict(pod: string): Promise<boolean> {
  const path = `/api/v1/namespaces/${site.namespace}/pods/${pod}/eviction`;
  const eviction = JSON.stringify({ apiVersion: 'policy/v1', kind: 'Eviction', metadata: { name: pod, namespace: site.namespace } });
  const { code, stderr } = await site.lab.exec(['kubectl', 'create', '--raw', path, '-f', '-'], { input: eviction });
  if (code !== 0) assert.match(stderr, 'disruption budget');
  return code === 0;
}

// Before the others: a number that `kubectl scale` has set stays its own, and Helm 4 refuses to write another.
disruptions('autoscaling that is switched on keeps the live number of pods', async () => {
  await site.upgrade(['controller.replicaCount=3']);
  const measured = await site.underLoad({ id: 'autoscaling-on', event: 'upgrade that switches on autoscaling, at 3 pods' }, () => site.upgrade(['controller.autoscaling.enabled=true']));
  nothingLost(measured);
  assert.is((await standing()).length, 3, 'the two of replicaCount would have been a scale-down under load');
  await site.upgrade();
});

disruptions('scale up and down', async () => {
  const measured = await site.underLoad({ id: 'scale', event: 'scale from 2 to 3 and back' }, async () => {
    await scaleTo(3);
    await scaleTo(2);
  }, { tail: 16 });
  nothingLost(measured);
});

disruptions('a node that is drained: every pod evicted, the second one when the budget allows it', async () => {
  const pods = await standing();
  let refused = 0;
  const measured = await site.underLoad({ id: 'drain', event: 'drain: eviction of every pod' }, async () => {
    for (const pod of pods) {
      for (let tries = 0; tries < 120 && !(await evict(pod)); tries++) {
        refused++;
        await sleep(1000);
      }
    }
    await site.kubectl('rollout', 'status', deployment, '--timeout=120s');
  }, { tail: 16 });
  nothingLost(measured);
  assert.ok(refused > 0, 'the budget held the second eviction back');
  assert.equal((await standing()).filter((pod) => pods.includes(pod)), [], 'no drained pod is left');
});

disruptions('a pod that is deleted', async () => {
  const [pod = ''] = await standing();
  const measured = await site.underLoad({ id: 'pod-delete', event: 'kubectl delete pod' }, async () => {
    await site.kubectl('delete', 'pod', pod, '--wait=false');
    await site.kubectl('rollout', 'status', deployment, '--timeout=120s');
  }, { tail: 16 });
  nothingLost(measured);
  assert.ok((await controllerPods(site)).filter((each) => !isTerminating(each)).every(isReady));
});

disruptions('a grace period that is too short: the kubelet stops the agent while nginx still serves, for its minimum of 2 s', async () => {
  // The chart refuses it; nothing after this test upgrades the release.
  await site.kubectl('patch', deployment, '--patch', JSON.stringify({ spec: { template: { spec: { terminationGracePeriodSeconds: 3 } } } }));
  await site.kubectl('rollout', 'status', deployment, '--timeout=120s');
  const [pod = ''] = await standing();
  const event = 'kubectl delete pod with terminationGracePeriodSeconds 3';
  const { account, event: times } = await site.underLoad({ id: 'short-grace', event }, () => site.kubectl('delete', 'pod', pod, '--wait=false'), { tail: 14 });
  const spans = Object.values(account.gaps);
  assert.ok(spans.length > 0, 'the default of 300 s is what keeps the agent beside nginx');
  for (const { from, to } of spans) assert.ok(from >= times.from + 2 && to <= times.to + 10, `${from} to ${to} s`);
});

disruptions.run();
