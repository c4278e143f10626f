/** The node's and the cluster's own programs crash and come back under load: traffic does not notice, and the controller goes on. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { knownPlace } from '../../../ci/lab/bare/known-labs.ts';
import { restartDaemon } from '../../../ci/lab/bare/restart.ts';
import { settingOf } from '../../../ci/lab/setting.ts';
import { getJson } from '../../../ci/scenario/cluster.ts';
import { requestThrough } from '../../../ci/scenario/release.ts';
import { until } from '../../../ci/scenario/until.ts';
import { labName } from '../../support/lab.ts';
import { skip } from '../../support/skip.ts';
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

for (const [name, id, event] of [['kubelet', 'kubelet-restart', 'the kubelet crashes and comes back'], ['kube-apiserver', 'api-server-restart', 'the API server crashes and comes back']] as const) {
  restarts(event, async () => {
    const before = await lives();
    const measured = await site.underLoad({ id, event }, async () => {
      const away = await restartDaemon(place, name);
      await addHost(`after-${name}.example`);
      return away;
    }, { tail: 6, figures: ({ result }) => ({ 'away for': result as number }) });
    nothingLost(measured);
    assert.equal(await lives(), before, 'no pod was replaced and no container restarted');
  });
}

restarts.run();
