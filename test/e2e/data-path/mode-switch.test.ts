/** The agent moves out of the controller's pods and back under load: at no moment does a pod serve without its agent. */
import * as assert from 'uvu/assert';
import { getJson } from '../../../ci/scenario/cluster.ts';
import { long } from '../../support/long.ts';
import { suite } from '../../support/suite.ts';
import { openSite } from './support/site.ts';
import { gapKinds, gapSeconds } from './support/uninspected.ts';
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

/** Helm applies the old manifests as they are: what they lack goes at once, and there is nothing that the chart could say to it. */
if (long) {
  modes('helm rollback from the service to the sidecar takes the agents from under the old pods, and loses nothing else', async () => {
    await site.upgrade(['agent.mode=service']);
    const row = { id: 'mode-rollback-to-sidecar', event: 'helm rollback from mode service to sidecar' };
    const measured = await site.underLoad(row, () => site.rollback(), { tail: 30, figures: ({ account }) => ({ uninspected: gapSeconds(account) }) });
    assert.equal(measured.account.failures, {}, 'failed requests');
    assert.equal(gapKinds(measured.account).filter((kind) => kind === 'let through'), []);
    assert.equal(await agentObjects(), []);
  });
}

modes.run();
