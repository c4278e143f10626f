import * as assert from 'uvu/assert';
import { pick, template } from '../support/helm.ts';
import type { Rendered, Values } from '../support/helm.ts';
import { suite } from '../support/suite.ts';

const test = suite('network policies');

const labels = (component: string) => ({ 'app.kubernetes.io/name': 'sigsci-ingress', 'app.kubernetes.io/instance': 'rel', 'app.kubernetes.io/component': component });
const tcp = (...ports: number[]) => ports.map((port) => ({ port, protocol: 'TCP' }));
const dns = [{ port: 53, protocol: 'UDP' }, ...tcp(53)];
const policies = async (values: Values): Promise<Rendered[]> => (await template(values)).filter(({ kind }) => kind === 'NetworkPolicy');
const specOf = async (networkPolicy: object, more: Values = {}): Promise<Rendered> =>
  pick(await policies({ ...more, controller: { ...(more['controller'] as object), networkPolicy: { enabled: true, ...networkPolicy } } }), 'NetworkPolicy', '-controller').spec;
const inner = { podSelector: { matchLabels: { app: 'edge' } } };
const outer = { ipBlock: { cidr: '192.0.2.0/24' } };

test('there is none by default', async () => {
  for (const agent of [{}, { mode: 'service' }]) assert.equal(await policies({ agent }), []);
});

test('enabled alone opens the ports to everyone and leaves the way out open, as in ingress-nginx', async () => {
  const spec = await specOf({}, { controller: { containerPort: { http: 8080 } } });
  assert.equal(spec, {
    podSelector: { matchLabels: labels('controller') }, policyTypes: ['Ingress', 'Egress'], ingress: [{ ports: tcp(8080, 443, 8443) }], egress: [{}],
  });
});

test('traffic can be left to some, and further rules follow', async () => {
  const spec = await specOf({ ingress: { from: [inner, outer], extraRules: [{ from: [outer], ports: [{ port: 10254 }] }] } });
  assert.equal(spec.ingress, [{ ports: tcp(8443) }, { from: [inner, outer], ports: tcp(80, 443) }, { from: [outer], ports: [{ port: 10254 }] }]);
});

test('without metrics nobody is let in to them', async () => {
  assert.equal((await specOf({ ingress: { metricsFrom: [inner] } })).ingress, [{ ports: tcp(80, 443, 8443) }]);
  assert.equal((await specOf({}, { controller: { admissionWebhooks: { enabled: false } } })).ingress, [{ ports: tcp(80, 443) }]);
});

test('a restricted way out leads to DNS, the API server, all pods and the cloud', async () => {
  const { egress } = await specOf({ egress: { enabled: true } });
  assert.equal(egress, [{ ports: dns }, { ports: tcp(443, 6443) }, { to: [{ namespaceSelector: {} }] }, { ports: tcp(443) }]);
});

test('its ends can be named, and further ones added', async () => {
  const { egress } = await specOf(
    { egress: { enabled: true, apiServerTo: [outer], apiServerPorts: [6443], backendsTo: [inner], extraRules: [{ to: [outer] }] } },
    { agent: { egress: { to: [outer], proxy: 'http://proxy.example.com:3128' } } },
  );
  assert.equal(egress.slice(1), [{ to: [outer], ports: tcp(6443) }, { to: [inner] }, { to: [outer], ports: tcp(443, 3128) }, { to: [outer] }]);
});

test('backends of a scoped controller are in the namespace that it watches', async () => {
  const { egress } = await specOf({ egress: { enabled: true } }, { controller: { scope: { enabled: true, namespace: 'apps' } } });
  assert.equal(egress[2], { to: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'apps' } } }] });
});

test('the way to the agent follows agent.mode', async () => {
  const last = async (agent: object) => (await specOf({ egress: { enabled: true } }, { agent })).egress.slice(3);
  assert.equal(await last({ mode: 'none' }), []);
  assert.equal(await last({ mode: 'external', external: { host: 'a', port: 9000 } }), [{ ports: tcp(9000) }]);
  assert.equal(await last({ mode: 'service', service: { port: 8002 } }), [{ to: [{ podSelector: { matchLabels: labels('agent') } }], ports: tcp(8002) }]);
});

test('agents of their own are reached by the controllers alone, and reach DNS and the cloud', async () => {
  const spec = pick(await policies({ agent: { mode: 'service', service: { networkPolicy: { enabled: true } } } }), 'NetworkPolicy', '-agent').spec;
  assert.equal(spec, {
    podSelector: { matchLabels: labels('agent') }, policyTypes: ['Ingress', 'Egress'],
    ingress: [{ from: [{ podSelector: { matchLabels: labels('controller') } }], ports: tcp(8001) }],
    egress: [{ ports: dns }, { ports: tcp(443) }],
  });
});

test('others can be let in to them, and out of them', async () => {
  const networkPolicy = { enabled: true, ingress: { from: [outer] }, egress: { extraRules: [{ to: [inner] }] } };
  const { spec } = pick(await policies({ agent: { mode: 'service', config: { 'rpc-address': '0.0.0.0:9000' }, service: { networkPolicy } } }), 'NetworkPolicy', '-agent');
  assert.equal(spec.ingress[0].from[1], outer);
  assert.equal(spec.ingress[0].ports, tcp(9000));
  assert.equal(spec.egress[2], { to: [inner] });
});

test('agents inside of the controller pods need no policy of their own', async () => {
  assert.equal(await policies({ agent: { service: { networkPolicy: { enabled: true } } } }), []);
});

test('a proxy without a port is reached on that of its scheme', async () => {
  const ports = async (proxy: string) => (await specOf({ egress: { enabled: true } }, { agent: { egress: { proxy } } })).egress[3].ports;
  assert.equal(await ports('http://proxy.example.com'), tcp(443, 80));
  assert.equal(await ports('https://proxy.example.com/'), tcp(443));
});

test.run();
