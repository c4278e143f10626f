/** The library chart's agent in a chart of somebody else, beside an application with the vendor's module for Node.js: the basic rows hold there too. */
import * as assert from 'uvu/assert';
import { insideImageName } from '../../../ci/lab/inside/image.ts';
import type { Stream } from '../../../ci/lab/inside/load/plan.ts';
import { clusterAddress, createAgentKeys, createNamespace, deleteNamespace, inLab } from '../../../ci/scenario/cluster.ts';
import { requireDoubles } from '../../support/judged.ts';
import { testLab } from '../../support/lab.ts';
import { suite } from '../../support/suite.ts';
import { commandAgent } from './support/agent-command.ts';
import { underLoad } from './support/under-load.ts';
import type { RowName } from './support/under-load.ts';
import { nothingLost, uninspectedWithin } from './support/verdict.ts';

requireDoubles('example application', "the agent double's record tells which requests it was asked about");

const { lab, images } = await testLab();
const namespace = 'path-example-application';
const release = 'shop';
const application = suite('an application with the library chart');
application.before(open);
application.after(() => deleteNamespace(lab, namespace, false));

/** What the application speaks by itself: no TLS, and the module leaves websockets alone. */
const plain: readonly Stream[] = [
  { name: 'new', kind: 'new', rate: 20, attacks: 0.05, slow: { share: 0.01, milliseconds: 3000 } },
  { name: 'kept', kind: 'kept', connections: 6, rate: 30, attacks: 0.05 },
  { name: 'POST', kind: 'new', rate: 5, bodyBytes: 20_000 },
];

async function open(): Promise<void> {
  await deleteNamespace(lab, namespace);
  await createNamespace(lab, namespace, 'baseline');
  await createAgentKeys(lab, namespace, 'sigsci.my-site');
  await upgrade();
}

/** Installs or upgrades, waiting until it is done. */
async function upgrade(words: readonly string[] = []): Promise<void> {
  const set = [`image=${insideImageName}`, 'agent.image=sigsci.lab/signalsciences/sigsci-agent:4.84.0', ...words].flatMap((word) => ['--set', word]);
  await inLab(lab, ['helm', 'upgrade', release, 'test/example-application', '--install', '--namespace', namespace, ...set, '--wait', '--timeout', '240s']);
}

const kubectl = (...words: string[]): Promise<string> => inLab(lab, ['kubectl', '--namespace', namespace, ...words]);

async function loaded<T>(row: RowName, event: () => Promise<T>) {
  const target = { address: await clusterAddress(lab, namespace, release), httpPort: 80, httpsPort: 443, host: 'shop.example' };
  return underLoad({ lab, namespace, release, images, target }, { mode: 'library chart', ...row }, event, { streams: plain });
}

async function firstPod(): Promise<string> {
  return kubectl('get', 'pods', '--selector', `app.kubernetes.io/instance=${release}`, '--output', 'jsonpath={.items[0].metadata.name}');
}

application('an upgrade to another agent loses nothing, and nothing passes it', async () => {
  nothingLost(await loaded({ id: 'library-upgrade', event: 'helm upgrade to a new image tag of the agent' }, () => upgrade(['agent.image=sigsci.lab/signalsciences/sigsci-agent:4.84.1'])));
});

application('a rollback neither', async () => {
  nothingLost(await loaded({ id: 'library-rollback', event: 'helm rollback' }, async () => void (await inLab(lab, ['helm', 'rollback', release, '--namespace', namespace, '--wait', '--timeout', '240s']))));
});

application('a deleted pod neither', async () => {
  nothingLost(await loaded({ id: 'library-pod-deleted', event: 'kubectl delete pod, waiting until it is gone' }, async () => {
    await kubectl('delete', 'pod', await firstPod(), '--timeout', '120s');
    await kubectl('rollout', 'status', `deployment/${release}`, '--timeout', '120s');
  }));
});

application('a killed agent: its pod goes on unseen until the agent is back, and answers every request', async () => {
  const measured = await loaded({ id: 'library-agent-killed', event: 'the agent of one pod is killed' }, async () => {
    const pod = await firstPod();
    await commandAgent({ kubectl }, pod, 'crash');
    await kubectl('wait', `pod/${pod}`, '--for=jsonpath={.status.initContainerStatuses[0].restartCount}=1', '--timeout=60s');
    await kubectl('wait', `pod/${pod}`, '--for=condition=Ready', '--timeout=120s');
  });
  assert.equal(measured.account.failures, {});
  uninspectedWithin(measured);
});

application.run();
