/** The real StatsD exporter beside the agent: what the agent counts is there for Prometheus, in each form of the pod. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { requestThrough } from '../../ci/scenario/release.ts';
import { until } from '../../ci/scenario/until.ts';
import { controllerPods, isTerminating, podsOf } from './data-path/support/pods.ts';
import type { SitePod } from './data-path/support/pods.ts';
import { openSite } from './data-path/support/site.ts';

const counted = 'agent.metrics.enabled=true';
const site = await openSite('agent-metrics', [counted]);
const metrics = suite('agent metrics');
metrics.after(() => site.remove());

/** A metric summed over the pods' exporters. */
async function sum(pods: readonly SitePod[], name: string): Promise<number> {
  const texts = await Promise.all(pods.map(({ status }) => site.lab.requestFromInside({ url: `http://${status.podIP}:9102/metrics` }).then(({ body }) => body, () => '')));
  return texts.reduce((total, text) => total + Number(new RegExp(`^${name} (.*)$`, 'm').exec(text)?.[1] ?? 0), 0);
}

/** The agents' count of requests and of those that were blocked grows by what is sent. */
async function counts(pods: () => Promise<SitePod[]>): Promise<void> {
  const all = async (): Promise<number[]> => {
    const running = (await pods()).filter((pod) => !isTerminating(pod));
    return Promise.all(['sigsci_agent_waf_total', 'sigsci_agent_waf_block'].map((name) => sum(running, name)));
  };
  const [total = 0, blocked = 0] = await all();
  for (let sent = 0; sent < 5; sent++) await requestThrough(site.lab, site.release, site.host, '/');
  assert.is((await requestThrough(site.lab, site.release, site.host, '/?q=../../etc/passwd')).status, 406);
  // The agent reports every 10 s.
  const [later = 0, laterBlocked = 0] = await until('the agents to report', 40, async () => {
    const now = await all();
    return (now[0] ?? 0) >= total + 6 ? now : undefined;
  });
  assert.is(later, total + 6);
  assert.is(laterBlocked, blocked + 1);
}

metrics('beside the native sidecar', () => counts(() => controllerPods(site)));

metrics('beside the classic sidecar', async () => {
  await site.upgrade([counted, 'agent.sidecar.native=false']);
  await counts(() => controllerPods(site));
});

metrics('in the pods of mode service', async () => {
  await site.upgrade([counted, 'agent.mode=service']);
  await counts(() => podsOf(site, 'agent'));
});

metrics.run();
