/** The real StatsD exporter beside the agent: what the agent counts is there for Prometheus, in each form of the pod. */
import * as assert from 'uvu/assert';
import { requestThrough } from '../../ci/scenario/release.ts';
import { until } from '../../ci/scenario/until.ts';
import { suite } from '../support/suite.ts';
import { controllerPods, isTerminating, podsOf } from './data-path/support/pods.ts';
import type { SitePod } from './data-path/support/pods.ts';
import { openSite } from './data-path/support/site.ts';

const exporter = 'agent.metrics.enabled=true';
const site = await openSite('agent-metrics', [exporter]);
const metrics = suite('agent metrics');
metrics.after(() => site.remove());

/** A metric summed over the pods' exporters. */
async function sum(pods: readonly SitePod[], name: string): Promise<number> {
  const texts = await Promise.all(pods.map(({ status }) => site.lab.requestFromInside({ url: `http://${status.podIP}:9102/metrics` }).then(({ body }) => body, () => '')));
  return texts.reduce((total, text) => total + Number(new RegExp(`^${name} (.*)$`, 'm').exec(text)?.[1] ?? 0), 0);
}

/** What the agents count grows by what is sent. The site's own checks may still be on their way into the total; attacks only this test sends. */
async function counts(pods: () => Promise<SitePod[]>): Promise<void> {
  const counted = async (name: string): Promise<number> => sum((await pods()).filter((pod) => !isTerminating(pod)), name);
  const [total, blocked] = [await counted('sigsci_agent_waf_total'), await counted('sigsci_agent_waf_block')];
  const attacks = 3;
  for (let sent = 0; sent < attacks; sent++) {
    assert.is((await requestThrough(site.lab, site.release, site.host, '/')).status, 200);
    assert.is((await requestThrough(site.lab, site.release, site.host, '/?q=../../etc/passwd')).status, 406);
  }
  // The agent reports every 10 s.
  await until('the agents to report', 40, async () => ((await counted('sigsci_agent_waf_block')) >= blocked + attacks ? true : undefined));
  assert.is(await counted('sigsci_agent_waf_block'), blocked + attacks);
  const later = await counted('sigsci_agent_waf_total');
  assert.ok(later >= total + 2 * attacks, `${later} of ${total + 2 * attacks} requests are counted`);
}

metrics('beside the native sidecar', () => counts(() => controllerPods(site)));

/** Upgrades, and waits until the pods before are gone: what they answer in their last seconds, their own agents count. */
async function upgrade(word: string): Promise<void> {
  await site.upgrade([exporter, word]);
  await until('the old controllers gone', 90, async () => ((await controllerPods(site)).some(isTerminating) ? undefined : true));
}

metrics('beside the classic sidecar', async () => {
  await upgrade('agent.sidecar.native=false');
  await counts(() => controllerPods(site));
});

metrics('in the pods of mode service', async () => {
  await upgrade('agent.mode=service');
  await counts(() => podsOf(site, 'agent'));
});

metrics.run();
