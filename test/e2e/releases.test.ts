/** The life of a release by Helm itself: install, upgrade, rollback, uninstall. Nothing is skipped and nothing left behind. */
import { rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as assert from 'uvu/assert';
import { createNeededSecrets } from '../../ci/release-runner/needed-secrets.ts';
import { leftBehind, objectNames } from '../../ci/release-runner/objects.ts';
import { packageChart } from '../../ci/release-runner/package-chart.ts';
import { releaseRunner } from '../../ci/release-runner/release-runner.ts';
import { ownClass } from '../../ci/scenario/beside-others.ts';
import { createNamespace, deleteNamespace, getJson, inLab } from '../../ci/scenario/cluster.ts';
import { testLab } from '../support/lab.ts';
import { envOf } from '../support/pod.ts';
import type { Pod } from '../support/pod.ts';
import { suite } from '../support/suite.ts';

const { lab } = await testLab();
const folder = await mkdtemp(join(tmpdir(), 'sigsci-releases-'));
const packaged = await packageChart('chart', folder);
process.once('exit', () => rmSync(folder, { recursive: true, force: true }));

/** Each Helm, the folder and the package, a sidecar and an agent of its own. */
const lives = [
  { helm: 'helm3', chart: 'chart', chartIs: 'the folder', one: 'default' },
  { helm: 'helm4', chart: packaged, chartIs: 'the package', one: 'service-mode' },
] as const;

/**
 * What Helm knows nothing of once it is there: the lease that the running controller writes, which the peer leaves
 * too, and the pods of `helm test`, which stay so that their logs can be read.
 */
const notHelms = /^(lease\.coordination\.k8s\.io\/|pod\/life-sigsci-ingress-test(-webhook)?$)/;

for (const { helm, chart, chartIs, one } of lives) {
  const namespace = `releases-${helm}-${one}`;
  const name = 'life';
  const values = ['--values', `chart/ci/${one}-values.yaml`, '--set', `global.image.registry=sigsci.lab,${ownClass(`${namespace}-class`)}`];
  const runner = releaseRunner(lab, { helm, chart, name, namespace, values });
  const life = suite(`the life of the case ${one} from ${chartIs} with ${helm}`);
  let before = new Set<string>();

  life.before(async () => {
    await deleteNamespace(lab, namespace);
    await createNamespace(lab, namespace);
    const rendered = await inLab(lab, ['helm', 'template', name, chart, '--namespace', namespace, ...values], { tools: [helm, 'kubectl'] });
    await createNeededSecrets(lab, namespace, rendered);
    before = await objectNames(lab, namespace);
  });

  life.after(() => deleteNamespace(lab, namespace));

  life('installs and passes its test', async () => {
    await runner.install();
    await runner.test();
    assert.equal(await agentOption(namespace), [undefined], 'the option that the upgrade sets');
  });

  life('upgrades to another option of the agent, and passes its test', async () => {
    await runner.upgrade(['--set', 'agent.config.max-procs=2']);
    await runner.test();
    assert.equal(await agentOption(namespace), ['2']);
  });

  life('rolls back to the first revision, and passes its test', async () => {
    await runner.rollback(1);
    await runner.test();
    assert.equal(await agentOption(namespace), [undefined]);
  });

  life('leaves nothing behind when it is uninstalled', async () => {
    await runner.uninstall();
    assert.equal(await leftBehind(() => objectNames(lab, namespace), before, notHelms), []);
  });

  life.run();
}

/** What the pods that are to stay say of the option, each answer once. */
async function agentOption(namespace: string): Promise<(string | undefined)[]> {
  const { items } = await getJson<{ items: (Pod & { metadata: { deletionTimestamp?: string } })[] }>(lab, ['pods', '-n', namespace]);
  const running = items.filter(({ metadata }) => metadata.deletionTimestamp === undefined);
  const agents = running.flatMap(({ spec }) => [...(spec.initContainers ?? []), ...spec.containers]).filter(({ name }) => name === 'sigsci-agent');
  return [...new Set(agents.map((agent) => envOf(agent)['SIGSCI_MAX_PROCS']?.value))];
}
