import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { notes } from '../support/helm.ts';
import type { Values } from '../support/helm.ts';

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

const warned: [string, Values, RegExp][] = [
  ['keys in values', { agent: { credentials: { create: true, accessKeyId: 'a', secretAccessKey: 'b' } } }, /agent\.credentials\.create/],
  ['keys in values that nothing reads', { agent: { credentials: { accessKeyId: 'a' } } }, /not used/],
  ['mode service', { agent: { mode: 'service' } }, /mode service is experimental/],
  ['mode external', { agent: { mode: 'external', external: { host: 'a' } } }, /mode external is experimental/],
  ['a TCP address', { agent: { config: { 'rpc-address': '127.0.0.1:8001' } } }, /rpc-address is a TCP address/],
  ['no WAF', { agent: { mode: 'none' } }, /no request is inspected/],
  ['no startup probe', { agent: { startup: 'none' } }, /agent\.startup is none/],
  ['a probe for the port alone', { agent: { startup: 'started' } }, /agent\.startup is started/],
  ['a moving tag that is not pulled', { agent: { image: { tag: 'latest' } } }, /agent\.image\.tag is latest/],
  ['the archived image line', { controller: { image: { image: 'signalsciences/sigsci-nginx-ingress-controller' } } }, /archived on 2026-03-24/],
  ['nginx text in annotations', { controller: { allowSnippetAnnotations: true } }, /allowSnippetAnnotations/],
];

for (const [title, values, expected] of warned) {
  test(`they warn of ${title}, and of nothing else`, async () => {
    const said = warnings(await notes(values));
    assert.is(said.length, 1);
    assert.match(said[0] ?? '', expected);
  });
}

test('they do not warn of latest that is always pulled', async () => {
  assert.equal(warnings(await notes({ agent: { image: { tag: 'latest', pullPolicy: 'Always' } } })), []);
});

test.run();
