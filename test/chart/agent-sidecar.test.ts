import * as assert from 'uvu/assert';
import { pick, template } from '../support/helm.ts';
import { containerOf, containersOf, controllerPod, environmentOf } from '../support/pod-spec.ts';
import { suite } from '../support/suite.ts';

const test = suite('the agent beside nginx');

test('by default the agent is a native sidecar that nginx waits for', async () => {
  const pod = controllerPod(await template());
  assert.equal(pod.containers.map(({ name }: { name: string }) => name), ['controller']);
  const agent = pod.initContainers.at(-1);
  assert.is(agent.name, 'sigsci-agent');
  assert.is(agent.restartPolicy, 'Always');
  assert.equal(agent.startupProbe, { httpGet: { path: '/startup', port: 2024 }, periodSeconds: 2, failureThreshold: 90 });
  assert.is(agent.lifecycle, undefined);
});

test('the classic form is a second container with the same probe, and pauses before it stops', async () => {
  const pod = controllerPod(await template({ agent: { sidecar: { native: false } } }));
  assert.is(pod.initContainers, undefined);
  const agent = containerOf(pod, 'sigsci-agent');
  assert.is(agent.restartPolicy, undefined);
  assert.is(agent.startupProbe.httpGet.path, '/startup');
  assert.equal(agent.lifecycle, { preStop: { sleep: { seconds: 30 } } });
});

test('before Kubernetes 1.30 the pause is a command, because preStop.sleep is off there', async () => {
  const pod = controllerPod(await template({ agent: { sidecar: { native: false } } }, { kubeVersion: '1.29.6' }));
  assert.equal(containerOf(pod, 'sigsci-agent').lifecycle, { preStop: { exec: { command: ['sleep', '30'] } } });
});

test("the user's lifecycle takes the place of the pause", async () => {
  const lifecycle = { preStop: { exec: { command: ['sleep', '5'] } } };
  const pod = controllerPod(await template({ agent: { sidecar: { native: false }, lifecycle } }));
  assert.equal(containerOf(pod, 'sigsci-agent').lifecycle, lifecycle);
});

test('the shared volume is in both containers at one path, and the agent is told where it is', async () => {
  const pod = controllerPod(await template());
  assert.equal(pod.volumes.find(({ name }: { name: string }) => name === 'sigsci-tmp'), { name: 'sigsci-tmp', emptyDir: {} });
  for (const container of containersOf(pod)) {
    assert.ok(container.volumeMounts.some((mount: { name: string; mountPath: string }) => mount.name === 'sigsci-tmp' && mount.mountPath === '/sigsci/tmp'), container.name);
  }
  const environment = environmentOf(containerOf(pod, 'sigsci-agent'));
  assert.is(environment['SIGSCI_RPC_ADDRESS'], 'unix:/sigsci/tmp/sigsci.sock');
  assert.is(environment['SIGSCI_SHARED_CACHE_DIR'], '/sigsci/tmp/cache');
});

test('a moved volume is followed by mounts, socket, cache and nginx', async () => {
  const rendered = await template({ agent: { tmpVolume: { name: 'waf', mountPath: '/waf', emptyDir: { sizeLimit: '1Gi' } } } });
  const pod = controllerPod(rendered);
  assert.equal(pod.volumes.find(({ name }: { name: string }) => name === 'waf').emptyDir, { sizeLimit: '1Gi' });
  for (const container of containersOf(pod)) {
    assert.ok(container.volumeMounts.some((mount: { name: string; mountPath: string }) => mount.name === 'waf' && mount.mountPath === '/waf'), container.name);
  }
  const environment = environmentOf(containerOf(pod, 'sigsci-agent'));
  assert.is(environment['SIGSCI_RPC_ADDRESS'], 'unix:/waf/sigsci.sock');
  assert.is(environment['SIGSCI_SHARED_CACHE_DIR'], '/waf/cache');
  const annotations = pick(rendered, 'Deployment').spec.template.metadata.annotations;
  assert.is(annotations['sigsci-ingress/http.conf'], 'sigsci_agent_host unix:/waf/sigsci.sock;');
  assert.not.match(JSON.stringify(pod), '/sigsci/tmp');
});

test('a slash at the end of the mount path is not doubled', async () => {
  const rendered = await template({ agent: { tmpVolume: { mountPath: '/waf/' } } });
  const environment = environmentOf(containerOf(controllerPod(rendered), 'sigsci-agent'));
  assert.equal([environment['SIGSCI_RPC_ADDRESS'], environment['SIGSCI_SHARED_CACHE_DIR']], ['unix:/waf/sigsci.sock', '/waf/cache']);
});

test('startup started probes the port alone, none probes nothing and opens no listener', async () => {
  const started = containerOf(controllerPod(await template({ agent: { startup: 'started', startupProbe: { port: 2025 } } })), 'sigsci-agent');
  assert.equal(started.startupProbe, { tcpSocket: { port: 2025 }, periodSeconds: 2, failureThreshold: 90 });
  assert.is(environmentOf(started)['SIGSCI_STARTUP_PROBE_LISTENER'], '0.0.0.0:2025');
  const none = containerOf(controllerPod(await template({ agent: { startup: 'none' } })), 'sigsci-agent');
  assert.is(none.startupProbe, undefined);
  assert.is(environmentOf(none)['SIGSCI_STARTUP_PROBE_LISTENER'], undefined);
});

test('the probe asks where the option startup-probe-listener says', async () => {
  for (const [listener, startup, kind] of [['0.0.0.0:3000', 'rules', 'httpGet'], ['[::]:3000', 'started', 'tcpSocket']] as const) {
    const agent = containerOf(controllerPod(await template({ agent: { startup, config: { 'startup-probe-listener': listener } } })), 'sigsci-agent');
    assert.is(agent.startupProbe[kind].port, 3000);
    assert.is(environmentOf(agent)['SIGSCI_STARTUP_PROBE_LISTENER'], listener);
  }
});

test("the user's init containers run before the agent, and extra mounts reach it", async () => {
  const values = {
    controller: { extraInitContainers: [{ name: 'first', image: 'busybox' }], extraVolumes: [{ name: 'ca', emptyDir: {} }] },
    agent: { extraVolumeMounts: [{ name: 'ca', mountPath: '/ca' }], livenessProbe: { tcpSocket: { port: 2024 } } },
  };
  const pod = controllerPod(await template(values));
  assert.equal(pod.initContainers.map(({ name }: { name: string }) => name), ['first', 'sigsci-agent']);
  const agent = containerOf(pod, 'sigsci-agent');
  assert.is(agent.volumeMounts.at(-1).mountPath, '/ca');
  assert.equal(agent.livenessProbe, { tcpSocket: { port: 2024 } });
});

test.run();
