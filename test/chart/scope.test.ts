import * as assert from 'uvu/assert';
import { pick, template } from '../support/helm.ts';
import type { Rendered } from '../support/helm.ts';
import { suite } from '../support/suite.ts';

const test = suite('namespaces that the controller watches');

const elsewhere = { scope: { enabled: true, namespace: 'apps' } };
const pod = (rendered: readonly Rendered[]): Rendered => pick(rendered, 'Deployment').spec.template;
const watching = (rendered: readonly Rendered[]): string[] => pod(rendered).spec.containers[0].args.filter((argument: string) => argument.startsWith('--watch-namespace'));
const mark = (rendered: readonly Rendered[]): string | undefined => pod(rendered).metadata.annotations['checksum/config'];

test('they are all by default, the release\'s when scoped, another one by name, or those with a label', async () => {
  const cases: [object, string[]][] = [
    [{}, []],
    [{ namespace: 'apps' }, []],
    [{ enabled: true }, ['--watch-namespace=$(POD_NAMESPACE)']],
    [{ enabled: true, namespace: 'apps' }, ['--watch-namespace=apps']],
    [{ namespaceSelector: 'team=a' }, ['--watch-namespace-selector=team=a']],
  ];
  for (const [scope, expected] of cases) assert.equal(watching(await template({ controller: { scope } })), expected);
});

test('a ConfigMap that running pods cannot follow brings new pods when it changes, and no other does', async () => {
  const before = mark(await template({ controller: elsewhere }));
  assert.match(before ?? '', /^[0-9a-f]{64}$/);
  assert.is.not(mark(await template({ controller: { ...elsewhere, config: { 'ssl-ciphers': 'X' } } })), before);
  assert.is(mark(await template({ controller: { ...elsewhere, annotations: { note: 'x' } } })), before);
  for (const scope of [{}, { enabled: true }, { enabled: true, namespace: 'ns' }, { enabled: true, namespace: '$(POD_NAMESPACE)' }, { namespaceSelector: 'team=a' }]) {
    assert.is(mark(await template({ controller: { scope } })), undefined);
  }
});

test('headers and DH parameters lie where the controller sees them; what the kubelet reads stays with the pod', async () => {
  const values = { dhParam: 'YQ==', controller: { ...elsewhere, addHeaders: { A: '1' }, proxySetHeaders: { B: '2' }, maxmindLicenseKey: 'key' } };
  const rendered = await template(values);
  const { data } = pick(rendered.filter(({ metadata }) => metadata.namespace === 'ns'), 'ConfigMap');
  const found = (kind: string, reference: string) => rendered.some((object) => object.kind === kind && `${object.metadata.namespace}/${object.metadata.name}` === reference);
  for (const key of ['add-headers', 'proxy-set-headers']) assert.ok(found('ConfigMap', data[key]) && data[key].startsWith('apps/'), key);
  assert.ok(found('Secret', data['ssl-dh-param']) && data['ssl-dh-param'].startsWith('apps/'));
  const keysIn = (namespace: string) => Object.keys(pick(rendered.filter(({ metadata }) => metadata.namespace === namespace), 'Secret', '-controller').data);
  assert.equal([keysIn('apps'), keysIn('ns')], [['dhparam.pem'], ['maxmind-license-key']]);
});

test('helm test asks where the controller watches, and reaches it from there', async () => {
  const rendered = (await template({ controller: elsewhere })).filter(({ metadata }) => metadata.annotations?.['helm.sh/hook'] === 'test');
  assert.equal(rendered.map(({ kind, metadata }) => `${kind} ${metadata.namespace}`).sort(), ['Ingress apps', 'Pod apps', 'Pod apps', 'Service apps']);
  const { env } = pick(rendered, 'Pod', '-test').spec.containers[0];
  assert.is(env.find(({ name }: Rendered) => name === 'ENTRY_HOST').value, 'rel-sigsci-ingress-controller.ns');
});

test.run();
