import * as assert from 'uvu/assert';
import { pick, template } from '../support/helm.ts';
import type { Values } from '../support/helm.ts';
import { containerOf, controllerPod } from '../support/pod-spec.ts';
import { suite } from '../support/suite.ts';

const test = suite('rollout, stop and disruption of the controller');

async function strategy(controller: Values): Promise<unknown> {
  const kind = String(controller['kind'] ?? 'Deployment');
  const { spec } = pick(await template({ controller }), kind, '-controller');
  return spec.strategy ?? spec.updateStrategy;
}

const successorFirst = { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } };

test('two replicas, and no pod goes before its successor is ready', async () => {
  assert.is(pick(await template(), 'Deployment').spec.replicas, 2);
  assert.equal(await strategy({}), successorFirst);
  assert.equal(await strategy({ kind: 'DaemonSet' }), successorFirst);
});

test('a DaemonSet that takes ports of its nodes does it the other way round', async () => {
  const otherWay = { type: 'RollingUpdate', rollingUpdate: { maxSurge: 0, maxUnavailable: 1 } };
  assert.equal(await strategy({ kind: 'DaemonSet', hostPort: { enabled: true } }), otherWay);
  assert.equal(await strategy({ kind: 'DaemonSet', hostNetwork: true }), otherWay);
});

test("the user's strategy is taken as it is", async () => {
  const updateStrategy = { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 1 } };
  assert.equal(await strategy({ updateStrategy }), updateStrategy);
});

test('Deployment and DaemonSet have the same pod template, but for where the pods of a Deployment go', async () => {
  const deployment = pick(await template(), 'Deployment').spec.template;
  delete deployment.spec.topologySpreadConstraints;
  assert.equal(pick(await template({ controller: { kind: 'DaemonSet' } }), 'DaemonSet').spec.template, deployment);
});

test('a stopping pod serves on for 10 s, drains, and has the time for it', async () => {
  const pod = controllerPod(await template());
  const container = containerOf(pod, 'controller');
  assert.ok(container.args.includes('--shutdown-grace-period=10'));
  assert.equal(container.lifecycle, { preStop: { exec: { command: ['/wait-shutdown'] } } });
  assert.is(pod.terminationGracePeriodSeconds, 300);
});

test('shutdownGracePeriod changes that time', async () => {
  const { args } = containerOf(controllerPod(await template({ controller: { shutdownGracePeriod: 25 } })), 'controller');
  assert.equal(args.filter((arg: string) => arg.includes('shutdown-grace-period')), ['--shutdown-grace-period=25']);
});

test('a disruption budget exists for more than one replica only', async () => {
  assert.is(pick(await template(), 'PodDisruptionBudget').spec.minAvailable, 1);
  for (const controller of [{ replicaCount: 1 }, { kind: 'DaemonSet' }]) {
    assert.equal((await template({ controller })).filter(({ kind }) => kind === 'PodDisruptionBudget'), []);
  }
});

test('the budget always holds exactly one limit, zero included', async () => {
  const budget = async (controller: Values) => {
    const { minAvailable, maxUnavailable, unhealthyPodEvictionPolicy } = pick(await template({ controller }), 'PodDisruptionBudget').spec;
    return { minAvailable, maxUnavailable, unhealthyPodEvictionPolicy };
  };
  assert.equal(await budget({ maxUnavailable: 0 }), { minAvailable: undefined, maxUnavailable: 0, unhealthyPodEvictionPolicy: 'AlwaysAllow' });
  assert.equal(await budget({ minAvailable: 0 }), { minAvailable: 0, maxUnavailable: undefined, unhealthyPodEvictionPolicy: 'AlwaysAllow' });
  assert.equal(await budget({ minAvailable: '50%', unhealthyPodEvictionPolicy: '' }), { minAvailable: '50%', maxUnavailable: undefined, unhealthyPodEvictionPolicy: undefined });
});

test('probes ask the health port', async () => {
  const container = containerOf(controllerPod(await template()), 'controller');
  for (const probe of [container.livenessProbe, container.readinessProbe, container.startupProbe]) assert.equal(probe.httpGet, { path: '/healthz', port: 10254, scheme: 'HTTP' });
});

test('a controller has five minutes to start, unless its own probe says otherwise or there is to be none', async () => {
  const startup = async (controller: Values) => containerOf(controllerPod(await template({ controller })), 'controller').startupProbe;
  const { periodSeconds, failureThreshold } = await startup({});
  assert.is(periodSeconds * failureThreshold, 300);
  assert.equal(await startup({ startupProbe: { tcpSocket: { port: 443 } } }), { tcpSocket: { port: 443 } });
  assert.is(await startup({ startupProbe: null }), undefined);
});

test.run();
