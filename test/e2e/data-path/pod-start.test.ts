/** How long a controller pod takes from its creation until it is Ready, with and without the agent. */
import * as assert from 'uvu/assert';
import { suite } from '../../support/suite.ts';
import { controllerPods, isTerminating } from './support/pods.ts';
import { openSite } from './support/site.ts';

const site = await openSite('pod-start');
const starts = suite('start of a pod');
starts.after(() => site.remove());

/** Of the pods that stand now; the API server keeps whole seconds. */
async function secondsToReady(): Promise<number> {
  const pods = (await controllerPods(site)).filter((pod) => !isTerminating(pod));
  const times = pods.map(({ metadata, status }) => {
    const ready = status.conditions?.find(({ type }) => type === 'Ready');
    assert.is(ready?.status, 'True', metadata.name);
    return (Date.parse(ready?.lastTransitionTime ?? '') - Date.parse(metadata.creationTimestamp)) / 1000;
  });
  assert.is(times.length, 2);
  return Math.max(...times);
}

starts('is measured with the agent beside nginx, and without one', async () => {
  const withAgent = await secondsToReady();
  await site.upgrade(['agent.mode=none']);
  await site.kubectl('rollout', 'status', site.deployment, '--timeout=120s');
  const without = await secondsToReady();
  await site.tell({ id: 'pod-start', event: 'a pod starts' }, { 'created to Ready': withAgent, 'with agent.mode none': without });
  assert.ok(withAgent >= 10 && without >= 10, "the readiness probe's first look comes after 10 s");
});

starts.run();
