/** The agent moves out of the controller's pods and back under load: at no moment does a pod serve without its agent. */
import * as assert from 'uvu/assert';
import { releaseRunner } from '../../../ci/release-runner/release-runner.ts';
import { ownClass, smallRequests } from '../../../ci/scenario/beside-others.ts';
import { getJson, inLab } from '../../../ci/scenario/cluster.ts';
import { testLab } from '../../support/lab.ts';
import { long } from '../../support/long.ts';
import { suite } from '../../support/suite.ts';
import { openSite } from './support/site.ts';
import { nothingLost } from './support/verdict.ts';

const site = await openSite('mode-switch');
const modes = suite('change of the mode under load');
modes.after(() => site.remove());

/** Kinds of what the agent of mode `service` consists of, with the mark of what stays for one more revision. */
async function agentObjects(): Promise<string[]> {
  const { items } = await getJson<{ items: { kind: string; metadata: { annotations?: Record<string, string> } }[] }>(site.lab, [
    'service,deployment,poddisruptionbudget', '--namespace', site.namespace, '--selector', 'app.kubernetes.io/component=agent',
  ]);
  return items.map(({ kind, metadata }) => `${kind}${metadata.annotations?.['sigsci-ingress/kept'] ? ' kept' : ''}`).sort();
}

modes('from the sidecar to a service', async () => {
  nothingLost(await site.underLoad({ id: 'mode-to-service', event: 'upgrade from sidecar to mode service' }, () => site.upgrade(['agent.mode=service'])));
  assert.equal(await agentObjects(), ['Deployment', 'PodDisruptionBudget', 'Service']);
});

modes('from the service to the sidecar: the agents stay while old pods ask them', async () => {
  nothingLost(await site.underLoad({ id: 'mode-to-sidecar', event: 'upgrade from mode service to sidecar' }, () => site.upgrade(), { tail: 16 }));
  assert.equal(await agentObjects(), ['Deployment kept', 'PodDisruptionBudget kept', 'Service kept']);
});

modes('the next upgrade lets them go, and no pod is replaced', async () => {
  nothingLost(await site.underLoad({ id: 'mode-after-switch', event: 'upgrade after the switch, which removes the agents kept' }, () => site.upgrade()));
  assert.equal(await agentObjects(), []);
});

/** Helm applies the old manifests as they are, and keeps what it was told to when it applied those of the service. */
modes('helm rollback from the service to the sidecar leaves the agents', async () => {
  await site.upgrade(['agent.mode=service']);
  nothingLost(await site.underLoad({ id: 'mode-rollback-to-sidecar', event: 'helm rollback from mode service to sidecar' }, () => site.rollback(), { tail: 16 }));
  assert.equal(await agentObjects(), ['Deployment', 'PodDisruptionBudget', 'Service']);
});

modes('the next upgrade takes up what the rollback has left, and the one after removes it', async () => {
  await site.upgrade();
  assert.equal(await agentObjects(), ['Deployment kept', 'PodDisruptionBudget kept', 'Service kept']);
  await site.upgrade();
  assert.equal(await agentObjects(), []);
});

/** Helm 3 takes no annotation from an object that it adopts. */
if (long) {
  modes('and with Helm 3', async () => {
    const { namespace, release, lab } = site;
    const { installArguments } = await testLab();
    const values = ['--set', `agent.site=my-site,${smallRequests},${ownClass(namespace)}`, ...installArguments];
    const runner = releaseRunner(lab, { helm: 'helm3', chart: 'chart', name: release.name, namespace, values });
    await inLab(lab, ['helm', 'uninstall', release.name, '--namespace', namespace]);
    await runner.install();
    await runner.upgrade(['--set', 'agent.mode=service']);
    await runner.rollback(1);
    assert.equal(await agentObjects(), ['Deployment', 'PodDisruptionBudget', 'Service']);
    await runner.upgrade([]);
    assert.equal(await agentObjects(), ['Deployment kept', 'PodDisruptionBudget kept', 'Service kept']);
    await runner.upgrade([]);
    assert.equal(await agentObjects(), []);
  });
}

modes.run();
