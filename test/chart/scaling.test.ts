import * as assert from 'uvu/assert';
import { pick, template } from '../support/helm.ts';
import type { Rendered, Values } from '../support/helm.ts';
import { controllerPod } from '../support/pod-spec.ts';
import { suite } from '../support/suite.ts';

const test = suite('how many controller pods there are, and where');

const controller = (own: Values): Promise<Rendered[]> => template({ controller: own });
const kindsOf = (rendered: readonly Rendered[]): string[] => rendered.map(({ kind }) => kind);
const autoscaler = async (own: Values = {}, beside: Values = {}): Promise<Rendered> => pick(await controller({ autoscaling: { enabled: true, ...own }, ...beside }), 'HorizontalPodAutoscaler');
const scaledObject = async (own: Values = {}): Promise<Rendered> => pick(await controller({ keda: { enabled: true, triggers: [{ type: 'cron' }], ...own } }), 'ScaledObject');

const container = (name: string, averageUtilization: number, owner = 'controller') => ({
  type: 'ContainerResource',
  containerResource: { name, container: owner, target: { type: 'Utilization', averageUtilization } },
});

test('neither autoscaler is on by default', async () => {
  const rendered = await template();
  assert.is(pick(rendered, 'Deployment').spec.replicas, 2);
  assert.equal(kindsOf(rendered).filter((kind) => ['HorizontalPodAutoscaler', 'ScaledObject'].includes(kind)), []);
});

test('the autoscaler looks at the CPU of the controller container alone, so that the agent does not count', async () => {
  const { apiVersion, metadata, spec } = await autoscaler();
  assert.is(apiVersion, 'autoscaling/v2');
  assert.is(metadata.name, 'rel-sigsci-ingress-controller');
  assert.equal(spec, {
    scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'rel-sigsci-ingress-controller' },
    minReplicas: 2,
    maxReplicas: 11,
    metrics: [container('cpu', 50)],
  });
});

test('a container of another name is the one that is measured', async () => {
  assert.equal((await autoscaler({}, { containerName: 'nginx' })).spec.metrics, [container('cpu', 50, 'nginx')]);
});

test('targets, limits, speed, annotations and further metrics of the autoscaler', async () => {
  const behavior = { scaleDown: { stabilizationWindowSeconds: 120 } };
  const pods = { type: 'Pods', pods: { metric: { name: '{{ .Release.Name }}_requests' }, target: { type: 'AverageValue', averageValue: '1' } } };
  const own = { annotations: { a: 1 }, minReplicas: 3, maxReplicas: 12, targetCPUUtilizationPercentage: 60, targetMemoryUtilizationPercentage: 80, behavior };
  const { metadata, spec } = await autoscaler(own, { autoscalingTemplate: [pods] });
  assert.equal(metadata.annotations, { a: '1' });
  assert.equal([spec.minReplicas, spec.maxReplicas, spec.behavior], [3, 12, behavior]);
  assert.equal(spec.metrics, [container('memory', 80), container('cpu', 60), { ...pods, pods: { ...pods.pods, metric: { name: 'rel_requests' } } }]);
});

test('without any target Kubernetes takes its own', async () => {
  assert.is((await autoscaler({ targetCPUUtilizationPercentage: 0 })).spec.metrics, undefined);
});

test('beside an autoscaler the Deployment names no number of pods', async () => {
  for (const own of [{ autoscaling: { enabled: true } }, { keda: { enabled: true, triggers: [{ type: 'cron' }] } }]) {
    assert.is('replicas' in pick(await controller({ ...own, replicaCount: 5 }), 'Deployment').spec, false);
  }
});

test('KEDA scales the Deployment by its triggers', async () => {
  const { apiVersion, metadata, spec } = await scaledObject();
  assert.is(apiVersion, 'keda.sh/v1alpha1');
  assert.is(metadata.name, 'rel-sigsci-ingress-controller');
  assert.equal(spec, {
    scaleTargetRef: { name: 'rel-sigsci-ingress-controller' },
    minReplicaCount: 2,
    maxReplicaCount: 11,
    pollingInterval: 30,
    cooldownPeriod: 300,
    triggers: [{ type: 'cron' }],
    advanced: { restoreToOriginalReplicaCount: false },
  });
});

test('every setting of KEDA arrives', async () => {
  const behavior = { scaleUp: { selectPolicy: 'Max' } };
  const triggers = [{ type: 'prometheus', name: 'load', metadata: { query: 'sum(rate({namespace="{{ .Release.Namespace }}"}[1m]))', threshold: '100' } }];
  const numbers = { minReplicas: 0, maxReplicas: 12, pollingInterval: 31, cooldownPeriod: 0, restoreToOriginalReplicaCount: true };
  const { metadata, spec } = await scaledObject({ ...numbers, triggers, behavior, scaledObject: { annotations: { a: 'b' } }, fallback: { replicas: 4 } });
  assert.equal(metadata.annotations, { a: 'b' });
  assert.equal([spec.minReplicaCount, spec.maxReplicaCount, spec.pollingInterval, spec.cooldownPeriod], [0, 12, 31, 0]);
  assert.equal(spec.advanced, { restoreToOriginalReplicaCount: true, horizontalPodAutoscalerConfig: { behavior } });
  assert.is(spec.triggers[0].metadata.query, 'sum(rate({namespace="ns"}[1m]))');
  assert.equal(spec.fallback, { failureThreshold: 3, replicas: 4 });
});

test("KEDA's fallback is as many pods as there may be, unless the number is given", async () => {
  assert.equal((await scaledObject({ fallback: { failureThreshold: 5 } })).spec.fallback, { failureThreshold: 5, replicas: 11 });
});

/** Whether the live number of pods must stay in the manifest, for a live Deployment with these managedFields. */
async function losesReplicas(managedFields: readonly Values[]): Promise<boolean> {
  const text = `{{ include "sigsci-ingress.scaling.losesReplicas" (fromJsonArray ${JSON.stringify(JSON.stringify(managedFields))}) | quote }}`;
  const rendered = await template({ extraObjects: [`apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: probe\ndata:\n  answer: ${text}`] });
  return pick(rendered, 'ConfigMap', 'probe').data.answer === 'true';
}

const entry = (operation: string, ...fields: string[]): Values => ({ operation, fieldsV1: { 'f:spec': Object.fromEntries(fields.map((field) => [`f:${field}`, {}])) } });
const scaled = { ...entry('Update', 'replicas'), manager: 'kube-controller-manager', subresource: 'scale' };

test('with client-side apply the live number stays in the manifest for good', async () => {
  assert.is(await losesReplicas([entry('Update', 'selector', 'template', 'replicas')]), true);
  assert.is(await losesReplicas([entry('Update', 'selector', 'template'), scaled]), true);
  assert.is(await losesReplicas([entry('Update', 'selector', 'template'), entry('Apply', 'template')]), true);
});

test('with server-side apply the live number stays until the autoscaler has changed it', async () => {
  assert.is(await losesReplicas([entry('Apply', 'selector', 'template', 'replicas')]), true);
  assert.is(await losesReplicas([entry('Apply', 'selector', 'template'), scaled, { operation: 'Update', subresource: 'status' }]), false);
});

test('the disruption budget counts the least number of pods', async () => {
  const triggers = [{ type: 'cron' }];
  const budgets = async (own: Values): Promise<number> => kindsOf(await controller({ ...own })).filter((kind) => kind === 'PodDisruptionBudget').length;
  assert.is(await budgets({ autoscaling: { enabled: true, minReplicas: 1 } }), 0);
  assert.is(await budgets({ autoscaling: { enabled: true, minReplicas: 2 }, replicaCount: 1 }), 1);
  assert.is(await budgets({ keda: { enabled: true, minReplicas: 1, triggers } }), 0);
  assert.is(await budgets({ keda: { enabled: true, minReplicas: 2, triggers }, replicaCount: 1 }), 1);
});

test('pods spread over zones and nodes where possible, those of each revision by themselves', async () => {
  const labels = { 'app.kubernetes.io/name': 'sigsci-ingress', 'app.kubernetes.io/instance': 'rel', 'app.kubernetes.io/component': 'controller' };
  const constraint = (topologyKey: string) => ({
    maxSkew: 1, topologyKey, whenUnsatisfiable: 'ScheduleAnyway', labelSelector: { matchLabels: labels }, matchLabelKeys: ['pod-template-hash'],
  });
  assert.equal(controllerPod(await template()).topologySpreadConstraints, [constraint('topology.kubernetes.io/zone'), constraint('kubernetes.io/hostname')]);
});

test('a list of constraints of yours replaces them, and null leaves none', async () => {
  const own = { maxSkew: 2, topologyKey: 'zone', whenUnsatisfiable: 'DoNotSchedule', labelSelector: { matchLabels: { app: '{{ .Release.Name }}' } } };
  assert.equal(controllerPod(await controller({ topologySpreadConstraints: [own] })).topologySpreadConstraints, [{ ...own, labelSelector: { matchLabels: { app: 'rel' } } }]);
  assert.is(controllerPod(await controller({ topologySpreadConstraints: null })).topologySpreadConstraints, undefined);
});

test('a DaemonSet takes constraints of yours only', async () => {
  const topologySpreadConstraints = [{ maxSkew: 1, topologyKey: 'zone', whenUnsatisfiable: 'ScheduleAnyway' }];
  assert.is(controllerPod(await controller({ kind: 'DaemonSet' })).topologySpreadConstraints, undefined);
  assert.equal(controllerPod(await controller({ kind: 'DaemonSet', topologySpreadConstraints })).topologySpreadConstraints, topologySpreadConstraints);
});

test('what is left to Kubernetes by 0 is left out, and arrives otherwise', async () => {
  const { spec } = pick(await template(), 'Deployment');
  assert.equal([spec.minReadySeconds, spec.progressDeadlineSeconds], [undefined, undefined]);
  const set = pick(await controller({ minReadySeconds: 1, progressDeadlineSeconds: 2 }), 'Deployment').spec;
  assert.equal([set.minReadySeconds, set.progressDeadlineSeconds], [1, 2]);
});

test.run();
