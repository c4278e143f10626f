/** Agents that old controllers still ask, after a change of the mode: templates look into a stand-in for the cluster. */
import * as assert from 'uvu/assert';
import { withClusterObjects } from '../support/cluster-objects.ts';
import { pick, template } from '../support/helm.ts';
import type { Rendered, Values } from '../support/helm.ts';
import { suite } from '../support/suite.ts';

const test = suite('agents that are still asked');

const service: Values = { agent: { mode: 'service' } };
const policy = 'helm.sh/resource-policy';
const owned = { 'meta.helm.sh/release-name': 'rel', 'meta.helm.sh/release-namespace': 'ns' };

/** What the cluster has of these values, with annotations of the agent's objects, and a status of the controller. */
async function installed(values: Values, annotations: Readonly<Record<string, string>> = {}, updatedReplicas = 2): Promise<Rendered[]> {
  const status = { observedGeneration: 1, replicas: 2, updatedReplicas };
  return (await template(values)).map((object) => {
    const agents = object.metadata.name.endsWith('-agent') ? annotations : {};
    return { ...object, metadata: { ...object.metadata, generation: 1, annotations: { ...object.metadata.annotations, ...owned, ...agents } }, status };
  });
}

/** What an upgrade renders where the cluster has these objects. */
function upgraded(cluster: readonly Rendered[], values: Values): Promise<Rendered[]> {
  return withClusterObjects(cluster, (kubeconfig) => template(values, { args: ['--dry-run=server', '--disable-openapi-validation', '--kubeconfig', kubeconfig] }));
}

const agentsOf = (rendered: readonly Rendered[]): Rendered[] => rendered.filter(({ metadata }) => metadata.name.endsWith('-sigsci-ingress-agent'));
const policies = (rendered: readonly Rendered[]): string[] => agentsOf(rendered).map(({ kind, metadata }) => `${kind} ${metadata.annotations?.[policy]}`).sort();
const kept = ['Deployment keep', 'PodDisruptionBudget keep', 'Service keep'];
const lifted = kept.map((one) => one.replace('keep', 'delete'));
const removable = ['Deployment undefined', 'PodDisruptionBudget undefined', 'Service undefined'];

test('the revision that takes the agent out of the pods has Helm keep its agents, so that a rollback leaves them', async () => {
  assert.equal(policies(await upgraded(await installed({}), service)), kept);
  const classic = await installed({ agent: { sidecar: { native: false } } });
  assert.equal(policies(await upgraded(classic, service)), kept);
  const daemonSet = await upgraded(await installed({}), { agent: { mode: 'service', service: { kind: 'DaemonSet' } } });
  assert.equal(policies(daemonSet), ['DaemonSet keep', 'Service keep']);
});

test('with annotations of the user beside it', async () => {
  const values = { commonAnnotations: { owner: 'edge' }, agent: { mode: 'service', service: { annotations: { a: 'service' } } } };
  const { metadata } = pick(await upgraded(await installed({}), values), 'Service', '-agent');
  assert.equal(metadata.annotations, { owner: 'edge', a: 'service', [policy]: 'keep' });
});

test('an installation, the next upgrade, and controllers that had no agent before have nothing kept', async () => {
  assert.equal(policies(await upgraded([], service)), removable);
  assert.equal(policies(await upgraded(await installed(service, { [policy]: 'keep' }), service)), removable);
  assert.equal(policies(await upgraded(await installed({ agent: { mode: 'none' } }), service)), removable);
});

test('they stay kept while the rollout of the change goes on', async () => {
  assert.equal(policies(await upgraded(await installed(service, { [policy]: 'keep' }, 1), service)), kept);
  assert.equal(policies(await upgraded(await installed(service, {}, 1), service)), removable);
});

test('the change back has them for one more revision, which Helm may remove', async () => {
  const rendered = await upgraded(await installed(service, { [policy]: 'keep' }), {});
  assert.equal(policies(rendered), lifted);
  for (const { metadata } of agentsOf(rendered)) assert.equal(metadata.annotations, { [policy]: 'delete', 'sigsci-ingress/kept': 'until the next upgrade' });
});

test('the upgrade after a rollback takes up what it left, and the one after lets it go', async () => {
  const left = agentsOf(await installed(service, { [policy]: 'keep' }));
  const taken = await upgraded([...(await installed({})), ...left], {});
  assert.equal(policies(taken), lifted);
  const after = (await installed(service, { [policy]: 'delete', 'sigsci-ingress/kept': 'until the next upgrade' })).filter(({ metadata }) => metadata.name.endsWith('-agent'));
  assert.equal(policies(await upgraded([...(await installed({})), ...after], {})), []);
});

test('agents of another release are none of ours', async () => {
  const foreign = await installed(service, { 'meta.helm.sh/release-name': 'another' });
  assert.equal(agentsOf(await upgraded(foreign, {})), []);
});

test.run();
