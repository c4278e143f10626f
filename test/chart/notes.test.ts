import * as assert from 'uvu/assert';
import { notes } from '../support/helm.ts';
import type { Values } from '../support/helm.ts';
import { suite } from '../support/suite.ts';

const test = suite('the notes');
const warnings = (text: string): string[] => text.split('\n').filter((line) => line.startsWith('WARNING: '));

test('without any value they give the command that makes the Secret', async () => {
  const text = await notes();
  assert.match(text, 'NEXT: the agent reads its keys from the Secret rel-sigsci-ingress-agent-keys');
  assert.match(text, 'kubectl create secret generic rel-sigsci-ingress-agent-keys --namespace ns \\');
  assert.match(text, '--from-literal=accesskeyid=ACCESS_KEY_ID');
  assert.equal(warnings(text), []);
});

test('they name the Secret, namespace and keys that the pods will look for', async () => {
  const text = await notes({ namespaceOverride: 'waf', agent: { site: 'my-site', credentials: { keys: { accessKeyId: 'ID', secretAccessKey: 'KEY' } } } });
  assert.match(text, 'kubectl create secret generic sigsci.my-site --namespace waf \\');
  assert.match(text, '--from-literal=ID=ACCESS_KEY_ID \\\n    --from-literal=KEY=SECRET_ACCESS_KEY');
  assert.match(text, 'helm test rel --namespace ns');
});

test('they say what runs, and how to see a request blocked', async () => {
  const text = await notes();
  for (const part of ['sigsci-nginx-ingress-controller-chainguard:v1.15.7', 'sigsci-agent:4.84.0', '?q=../../etc/passwd', '--container sigsci-agent', 'helm test rel --namespace ns']) {
    assert.ok(text.includes(part), part);
  }
});

test('they quote what an upgrade under load did with the agent where it is, and nothing where that was not measured', async () => {
  const measured = /Measured with stand-ins, in an upgrade under load: of [1-9]\d+ requests \d+ failed and \d+ passed without inspection/;
  for (const agent of [{}, { sidecar: { native: false } }, { mode: 'service' }]) assert.match(await notes({ agent }), measured);
  assert.not.match(await notes({ agent: { mode: 'none' } }), 'Measured');
});

test('the address is asked where the Service has one', async () => {
  assert.match(await notes(), "kubectl get service rel-sigsci-ingress-controller --namespace ns -o jsonpath='{.status.loadBalancer");
  assert.match(await notes({ controller: { service: { type: 'NodePort' } } }), 'kubectl port-forward service/rel-sigsci-ingress-controller --namespace ns 8080:80');
  assert.match(await notes({ controller: { service: { enabled: false } } }), 'kubectl port-forward deployment/rel-sigsci-ingress-controller --namespace ns 8080:80');
  const node = await notes({ controller: { kind: 'DaemonSet', hostPort: { enabled: true }, service: { enabled: false } } });
  assert.match(node, "ADDRESS=$(kubectl get pods --namespace ns --selector app.kubernetes.io/instance=rel,app.kubernetes.io/component=controller -o jsonpath='{.items[0].status.hostIP}')\n");
});

test('a port other than 80 is part of the address', async () => {
  assert.match(await notes({ controller: { service: { ports: { http: 8080 } } } }), ".hostname}'):8080\n");
  assert.match(await notes({ controller: { hostPort: { enabled: true, ports: { http: 8081 } }, service: { enabled: false } } }), ".hostIP}'):8081\n");
  assert.match(await notes({ controller: { hostNetwork: true, containerPort: { http: 8082 }, service: { enabled: false } } }), ".hostIP}'):8082\n");
  assert.match(await notes(), ".hostname}')\n");
});

test('no command holds a word that a shell reads as a file', async () => {
  for (const controller of [{}, { service: { enabled: false } }, { hostNetwork: true, service: { enabled: false } }]) assert.not.match(await notes({ controller }), /=<|<\w/);
});

test("the agent's log is read from all of its pods", async () => {
  const command = (component: string) => `kubectl logs --namespace ns --selector app.kubernetes.io/instance=rel,app.kubernetes.io/component=${component} --container sigsci-agent --prefix --tail=-1`;
  assert.match(await notes(), command('controller'));
  for (const kind of ['Deployment', 'DaemonSet']) assert.match(await notes({ agent: { mode: 'service', service: { kind } } }), command('agent'));
});

test('an agent elsewhere needs no Secret and has no log here; without a WAF nothing is blocked', async () => {
  const external = await notes({ agent: { mode: 'external', external: { host: 'agent.waf.svc' } } });
  assert.not.match(external, 'kubectl create secret');
  assert.not.match(external, 'kubectl logs');
  assert.not.match(await notes({ agent: { mode: 'none' } }), 'etc/passwd');
});

/** What makes nginx read the client's address behind SSL passthrough. */
const toldByController = { 'enable-real-ip': true, 'forwarded-for-header': 'proxy_protocol', 'proxy-real-ip-cidr': '10.0.0.0/8, 127.0.0.1/32' };

const warned: [string, Values, RegExp][] = [
  ['keys in values', { agent: { credentials: { create: true, accessKeyId: 'a', secretAccessKey: 'b' } } }, /agent\.credentials\.create/],
  ['keys in values that nothing reads', { agent: { credentials: { accessKeyId: 'a' } } }, /not used/],
  ['mode service', { agent: { mode: 'service', service: { networkPolicy: { enabled: true } } } }, /mode service is experimental/],
  ['mode external', { agent: { mode: 'external', external: { host: 'a' } } }, /mode external is experimental/],
  ['a TCP address', { agent: { config: { 'rpc-address': '127.0.0.1:8001' } } }, /rpc-address is a TCP address/],
  ['no WAF', { agent: { mode: 'none' } }, /no request is inspected/],
  ['no startup probe', { agent: { startup: 'none' } }, /agent\.startup is none/],
  ['a probe for the port alone', { agent: { startup: 'started' } }, /agent\.startup is started/],
  ['a moving tag of the exporter that is not pulled', { agent: { metrics: { enabled: true, image: { tag: 'latest' } } } }, /agent\.metrics\.image\.tag is latest/],
  ['a moving tag that is not pulled', { agent: { image: { tag: 'latest' } } }, /agent\.image\.tag is latest/],
  ['the archived image line', { controller: { image: { image: 'signalsciences/sigsci-nginx-ingress-controller' } } }, /archived on 2026-03-24/],
  ['TCP services', { tcp: { '5432': 'data/postgres:5432', '5433': 'data/postgres:5432' } }, /tcp has services: .* no WAF sees it/],
  ['UDP services', { udp: { '53': 'kube-system/kube-dns:53' } }, /udp has services/],
  ["services in a ConfigMap of the user's own", { controller: { extraArgs: { 'tcp-services-configmap': 'edge/tcp' } } }, /extraArgs\.tcp-services-configmap names services/],
  ['TLS that is passed through', { controller: { extraArgs: { 'enable-ssl-passthrough': true }, config: toldByController } }, /enable-ssl-passthrough is on: .* stay encrypted/],
  ['TLS that is passed through by a bare flag', { controller: { extraArgs: { 'enable-ssl-passthrough': '' }, config: toldByController } }, /enable-ssl-passthrough is on: .* stay encrypted/],
  ['nginx text outside of http', { controller: { config: { 'stream-snippet': 'server { listen 9000; }' } } }, /config\.stream-snippet/],
  ['a stopping controller that closes its ports at once', { controller: { shutdownGracePeriod: 0 } }, /shutdownGracePeriod is 0: nginx may close its ports/],
  ['nginx text in annotations', { controller: { allowSnippetAnnotations: true } }, /allowSnippetAnnotations/],
];

for (const [title, values, expected] of warned) {
  test(`they warn of ${title}, and of nothing else`, async () => {
    const said = warnings(await notes(values));
    assert.is(said.length, 1);
    assert.match(said[0] ?? '', expected);
  });
}

test('they warn of agents that every pod reaches', async () => {
  const said = warnings(await notes({ agent: { mode: 'service' } }));
  assert.is(said.length, 2);
  assert.match(said.join('\n'), /agent\.service\.networkPolicy\.enabled is false: .* in clear/);
});

test('they warn of passthrough that hides every TLS client from the WAF', async () => {
  const proxied = { 'use-proxy-protocol': true, 'proxy-real-ip-cidr': '127.0.0.1/32' };
  for (const [config, hidden] of [[{}, 1], [{ ...toldByController, 'enable-real-ip': false }, 1], [{ ...proxied, 'proxy-real-ip-cidr': '10.0.0.0/8' }, 1], [proxied, 0], [toldByController, 0]] as const) {
    const said = warnings(await notes({ controller: { extraArgs: { 'enable-ssl-passthrough': true }, config } }));
    assert.is(said.filter((text) => text.includes('takes 127.0.0.1 for the client')).length, hidden, JSON.stringify(config));
  }
});

test('they do not warn of other traffic where it is off, or where no request is inspected anyway', async () => {
  const off = { extraArgs: { 'enable-ssl-passthrough': false }, config: { 'stream-snippet': '' } };
  assert.equal(warnings(await notes({ controller: off, tcp: { '5432': null } })), []);
  assert.equal(warnings(await notes({ agent: { mode: 'none' }, tcp: { '5432': 'data/postgres:5432' } })).length, 1);
});

test('they say which Service may hide the client\'s address, without a warning', async () => {
  const said = async (controller: Values) => [...(await notes({ controller })).matchAll(/^Client addresses: .*controller\.service\.(\S+)/gm)].map((match) => match[1]);
  assert.equal(await said({}), ['externalTrafficPolicy']);
  assert.equal(await said({ service: { type: 'NodePort', externalTrafficPolicy: 'Cluster' } }), ['externalTrafficPolicy']);
  assert.equal(await said({ service: { externalTrafficPolicy: 'Local', internal: { enabled: true } } }), ['internal.externalTrafficPolicy']);
  for (const service of [{ externalTrafficPolicy: 'Local' }, { type: 'ClusterIP' }, { enabled: false }]) assert.equal(await said({ service }), []);
  for (const setting of ['enable-real-ip', 'use-forwarded-headers', 'use-proxy-protocol']) {
    assert.equal(await said({ config: { [setting]: true, 'proxy-real-ip-cidr': '10.0.0.0/8' } }), []);
    assert.equal(await said({ config: { [setting]: 'false' } }), ['externalTrafficPolicy']);
  }
});

test('they do not warn of latest that is always pulled', async () => {
  assert.equal(warnings(await notes({ agent: { image: { tag: 'latest', pullPolicy: 'Always' } } })), []);
});

test('a budget that lets no pod go, and an autoscaler without a request, are warned of', async () => {
  const warned = async (controller: Values): Promise<string> => warnings(await notes({ controller })).join('\n');
  assert.match(await warned({ minAvailable: 2 }), 'controller.minAvailable is 2, and there may be no more than 2 pods');
  assert.match(await warned({ minAvailable: '51%' }), 'controller.minAvailable is 51%');
  assert.match(await warned({ maxUnavailable: 0 }), 'controller.maxUnavailable is 0');
  for (const own of [{ minAvailable: '50%' }, { minAvailable: '100%', maxUnavailable: '1%' }, { minAvailable: 1, replicaCount: 1 }]) assert.is(await warned(own), '');
  const autoscaling = { enabled: true };
  assert.match(await warned({ autoscaling, resources: { requests: null } }), 'controller.autoscaling.targetCPUUtilizationPercentage is 50 percent');
  assert.is(await warned({ autoscaling, resources: { requests: { cpu: null }, limits: { cpu: 1 } } }), '');
});

test.run();
