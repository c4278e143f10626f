import * as assert from 'uvu/assert';
import { pick, template } from '../support/helm.ts';
import type { Rendered } from '../support/helm.ts';
import { containerOf, containersOf, controllerPod, environmentOf } from '../support/pod-spec.ts';
import { suite } from '../support/suite.ts';

const test = suite('where the agent runs');

const kinds = (rendered: readonly Rendered[]): string[] => rendered.map((object) => `${object.kind} ${object.metadata.name}`);

test('mode service makes a workload of its own behind a Service with client affinity', async () => {
  const rendered = await template({ agent: { mode: 'service' } });
  const service = pick(rendered, 'Service', '-agent');
  assert.is(service.spec.sessionAffinity, 'ClientIP');
  assert.is(service.spec.sessionAffinityConfig.clientIP.timeoutSeconds, 10800);
  assert.equal(service.spec.ports, [{ name: 'rpc', port: 8001, targetPort: 'rpc', protocol: 'TCP' }]);
  const deployment = pick(rendered, 'Deployment', '-agent');
  assert.is(deployment.spec.replicas, 2);
  assert.equal(deployment.spec.strategy.rollingUpdate, { maxSurge: 1, maxUnavailable: 0 });
  assert.is(pick(rendered, 'PodDisruptionBudget', '-agent').spec.minAvailable, 1);
});

test('its agent listens on TCP, writes to its own volume, pauses before it stops and gets no API token', async () => {
  const pod = pick(await template({ agent: { mode: 'service' } }), 'Deployment', '-agent').spec.template.spec;
  const agent = containerOf(pod, 'sigsci-agent');
  assert.is(environmentOf(agent)['SIGSCI_RPC_ADDRESS'], '0.0.0.0:8001');
  assert.equal(agent.ports, [{ name: 'rpc', containerPort: 8001, protocol: 'TCP' }]);
  assert.equal(pod.volumes, [{ name: 'sigsci-tmp', emptyDir: {} }]);
  assert.equal(agent.lifecycle, { preStop: { sleep: { seconds: 30 } } });
  assert.ok(pod.terminationGracePeriodSeconds > 30);
  assert.is(pod.automountServiceAccountToken, false);
});

test('the controller pod then has neither the agent nor its volume', async () => {
  for (const agent of [{ mode: 'service' }, { mode: 'external', external: { host: 'agent.waf.svc' } }, { mode: 'none' }]) {
    const pod = controllerPod(await template({ agent }));
    const waiting = agent.mode === 'service' ? ['wait-for-agent'] : [];
    assert.equal(containersOf(pod).map(({ name }: { name: string }) => name), [...waiting, 'controller']);
    assert.not.match(JSON.stringify(pod), 'sigsci-tmp');
  }
});

test('the controller then waits for an agent before it starts, with no rights, unless agent.startup is none', async () => {
  const pod = controllerPod(await template({ agent: { mode: 'service' } }));
  const waiting = containerOf(pod, 'wait-for-agent');
  assert.equal(environmentOf(waiting), { AGENT_HOST: 'rel-sigsci-ingress-agent.ns.svc', AGENT_PORT: '8001' });
  assert.is(waiting.image, containerOf(pod, 'controller').image);
  assert.equal(waiting.securityContext.capabilities, { drop: ['ALL'] });
  assert.is(waiting.volumeMounts, undefined);
  const hasty = controllerPod(await template({ agent: { mode: 'service', startup: 'none' } }));
  assert.equal(containersOf(hasty).map(({ name }: { name: string }) => name), ['controller']);
});

test('an agent that listens elsewhere is found there', async () => {
  const rendered = await template({ agent: { mode: 'service', config: { 'rpc-address': '0.0.0.0:9000' } } });
  assert.is(containerOf(pick(rendered, 'Deployment', '-agent').spec.template.spec, 'sigsci-agent').ports[0].containerPort, 9000);
});

test('as DaemonSet it has no number of pods and no disruption budget', async () => {
  const rendered = await template({ agent: { mode: 'service', service: { kind: 'DaemonSet' } } });
  const daemonSet = pick(rendered, 'DaemonSet', '-agent');
  assert.is(daemonSet.spec.replicas, undefined);
  assert.equal(kinds(rendered).filter((name) => name === 'PodDisruptionBudget rel-sigsci-ingress-agent'), []);
});

test('a controller meets the agent of its own node where each has one, unless it is told otherwise', async () => {
  const policy = async (service: object) => pick(await template({ agent: { mode: 'service', service } }), 'Service', '-agent').spec.internalTrafficPolicy;
  assert.is(await policy({}), 'Cluster');
  assert.is(await policy({ kind: 'DaemonSet' }), 'Local');
  assert.is(await policy({ kind: 'DaemonSet', internalTrafficPolicy: 'Cluster' }), 'Cluster');
});

test('agents of a Deployment spread over nodes and zones where that can be, each revision for itself', async () => {
  const spread = async (service: object) => (await template({ agent: { mode: 'service', service } })).find(({ metadata, spec }) => metadata.name.endsWith('-agent') && spec?.template).spec.template.spec.topologySpreadConstraints;
  const own = await spread({});
  assert.equal(own.map((one: Rendered) => [one.topologyKey, one.whenUnsatisfiable, one.matchLabelKeys]), [
    ['kubernetes.io/hostname', 'ScheduleAnyway', ['pod-template-hash']], ['topology.kubernetes.io/zone', 'ScheduleAnyway', ['pod-template-hash']],
  ]);
  assert.is(own[0].labelSelector.matchLabels['app.kubernetes.io/component'], 'agent');
  const given = [{ maxSkew: 2, topologyKey: 'rack', whenUnsatisfiable: 'DoNotSchedule' }];
  assert.equal(await spread({ topologySpreadConstraints: given }), given);
  assert.is(await spread({ kind: 'DaemonSet' }), undefined);
});

test('one replica has no disruption budget, which would block every drain', async () => {
  const rendered = await template({ agent: { mode: 'service', service: { replicas: 1 } } });
  assert.equal(kinds(rendered).filter((name) => name === 'PodDisruptionBudget rel-sigsci-ingress-agent'), []);
});

test('settings of the agent pods reach them', async () => {
  const service = {
    annotations: { a: 'service' }, podAnnotations: { a: 'pod' }, podLabels: { b: 'pod' }, nodeSelector: { disk: 'fast' }, priorityClassName: 'high',
    podSecurityContext: { fsGroup: 100 }, tolerations: [{ key: 'edge', operator: 'Exists' }], terminationGracePeriodSeconds: 90,
  };
  const rendered = await template({ agent: { mode: 'service', service } });
  const pod = pick(rendered, 'Deployment', '-agent').spec.template;
  assert.equal(pick(rendered, 'Service', '-agent').metadata.annotations, { a: 'service' });
  assert.equal(pod.metadata.annotations, { a: 'pod' });
  assert.is(pod.metadata.labels.b, 'pod');
  assert.equal(pod.spec.nodeSelector, { 'kubernetes.io/os': 'linux', disk: 'fast' });
  assert.equal(pod.spec.tolerations, service.tolerations);
  assert.equal([pod.spec.priorityClassName, pod.spec.terminationGracePeriodSeconds], ['high', 90]);
  assert.equal(pod.spec.securityContext, { fsGroup: 100 });
});

test('of the extra volumes its pods get those that the agent mounts', async () => {
  const extraVolumes = [{ name: 'ca', configMap: { name: 'ca' } }, { name: 'wildcard', secret: { secretName: 'wildcard' } }];
  const agent = { mode: 'service', extraVolumeMounts: [{ name: 'ca', mountPath: '/ca' }] };
  const pod = pick(await template({ agent, controller: { extraVolumes } }), 'Deployment', '-agent').spec.template.spec;
  assert.equal(pod.volumes.slice(1), [extraVolumes[0]]);
});

test('modes external and none run no agent at all', async () => {
  for (const agent of [{ mode: 'external', external: { host: 'agent.waf.svc' } }, { mode: 'none' }]) {
    assert.equal(kinds(await template({ agent })).filter((name) => name.includes('-agent')), []);
  }
});

test.run();
