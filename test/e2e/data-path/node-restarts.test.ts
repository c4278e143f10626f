/** The cluster's own programs crash and come back under load: traffic goes on, and the controller too. */
import * as assert from 'uvu/assert';
import { knownPlace } from '../../../ci/lab/bare/known-labs.ts';
import { restartDaemon } from '../../../ci/lab/bare/restart.ts';
import { settingOf } from '../../../ci/lab/setting.ts';
import type { Account } from '../../../ci/load/account.ts';
import type { Measured } from '../../../ci/load/measure.ts';
import { secondsOver } from '../../../ci/load/span.ts';
import { getJson } from '../../../ci/scenario/cluster.ts';
import { requestThrough } from '../../../ci/scenario/release.ts';
import { until } from '../../../ci/scenario/until.ts';
import { labName } from '../../support/lab.ts';
import { skip } from '../../support/skip.ts';
import { suite } from '../../support/suite.ts';
import { openSite } from './support/site.ts';
import { nothingLost } from './support/verdict.ts';

if (settingOf(process.env).backend !== 'bare') {
  skip('node-restarts: only the programs of the bare lab can be restarted');
  process.exit(0);
}

const site = await openSite('node-restarts');
const place = await knownPlace(labName);
const restarts = suite('restarts of the kubelet and the API server');
restarts.after(() => site.remove());

interface Pods {
  readonly items: readonly { readonly metadata: { readonly uid: string; readonly labels: Readonly<Record<string, string>> }; readonly status: Readonly<Record<string, readonly { readonly restartCount: number }[]>> }[];
}

/** Each controller pod with how often its containers were restarted. */
async function lives(): Promise<string[]> {
  const { items } = await getJson<Pods>(site.lab, ['pods', '--namespace', site.namespace, '--selector', 'app.kubernetes.io/component=controller']);
  return items.map(({ metadata, status }) => `${metadata.uid} ${[...(status['initContainerStatuses'] ?? []), ...(status['containerStatuses'] ?? [])].map(({ restartCount }) => restartCount)}`).sort();
}

/** A change that the controller must notice: another host for the application, served within a minute. */
async function addHost(host: string): Promise<void> {
  await until('the API server', 30, async () => {
    const { code } = await site.lab.exec(['kubectl', '--namespace', site.namespace, 'create', 'ingress', host.split('.')[0]!, `--class=${site.namespace}`, `--rule=${host}/*=example-application:http`]);
    return code === 0 || undefined;
  });
  await until(`${host} through the controller`, 60, async () => ((await requestThrough(site.lab, site.release, host, '/').catch(() => undefined))?.status === 200 ? true : undefined));
}

type Daemon = Parameters<typeof restartDaemon>[1];

/** Lets the daemon crash under load, and the controller notice a change afterwards; no pod may be touched by it. */
async function restarted(name: Daemon, id: string, event: string): Promise<Measured<number>> {
  const before = await lives();
  const measured = await site.underLoad({ id, event }, async () => {
    const away = await restartDaemon(place, name);
    await addHost(`after-${name}.example`);
    return away;
  }, { tail: 14, figures: ({ result, account }) => ({ 'away for': result as number, 'requests failed for': unreachable(account) }) });
  assert.equal(await lives(), before, 'no pod was replaced and no container restarted');
  return measured;
}

/** Seconds from the first to the last failed request. */
function unreachable({ failures }: Account): number {
  return secondsOver(Object.values(failures));
}

restarts('the API server crashes and comes back', async () => {
  nothingLost(await restarted('kube-apiserver', 'api-server-restart', 'the API server crashes and comes back'));
});

/**
 * Until Kubernetes 1.34 a kubelet that starts takes every pod with a readiness probe out of its Services until the next
 * probe, which comes at a random time within periodSeconds (https://github.com/kubernetes/kubernetes/issues/100277, ended
 * by KEP-4781 in 1.35). With all replicas on one node, as here, connections are refused meanwhile.
 */
restarts('the kubelet crashes and comes back', async () => {
  const measured = await restarted('kubelet', 'kubelet-restart', 'the kubelet of the only node crashes and comes back');
  const version = await site.kubectl('get', 'nodes', '--output', 'jsonpath={.items[0].status.nodeInfo.kubeletVersion}');
  if (Number(version.split('.')[1]) >= 35) return nothingLost(measured);
  const { account } = measured;
  assert.equal(account.gaps, {}, 'uninspected requests');
  assert.equal(Object.keys(account.failures).filter((reason) => !/ECONNREFUSED|EHOSTUNREACH|status 503/.test(reason)), [], 'failures that no missing endpoint explains');
  // The default periodSeconds of the readiness probe, and two seconds for the endpoints to follow.
  assert.ok(unreachable(account) <= 12, `requests failed over ${unreachable(account)} s`);
});

restarts.run();
