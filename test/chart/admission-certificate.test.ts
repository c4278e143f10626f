/** What becomes of the webhook's certificate in an upgrade: templates look into a stand-in for the cluster. */
import { X509Certificate } from 'node:crypto';
import * as assert from 'uvu/assert';
import { withClusterObjects } from '../support/cluster-objects.ts';
import { helms, pick, refusal, template } from '../support/helm.ts';
import type { HelmName, Rendered, Values } from '../support/helm.ts';
import { suite } from '../support/suite.ts';

const test = suite("the webhook's certificate over upgrades");

const on: Values = { controller: { admissionWebhooks: { enabled: true } } };
const name = 'rel-sigsci-ingress-admission';

const owned = { 'meta.helm.sh/release-name': 'rel', 'meta.helm.sh/release-namespace': 'ns' };

/** The Secret of an installation, with these annotations over its own. */
async function installed(annotations: Readonly<Record<string, string>> = {}): Promise<Rendered> {
  const secret = pick(await template(on), 'Secret', '-admission');
  return { ...secret, metadata: { ...secret.metadata, annotations: { ...secret.metadata.annotations, ...owned, ...annotations } } };
}

const seeing = (kubeconfig: string): string[] => ['--dry-run=server', '--disable-openapi-validation', '--kubeconfig', kubeconfig];

/** What an upgrade renders where the cluster has these objects. */
function upgraded(cluster: readonly Rendered[], values: Values = on, helm: HelmName = 'helm4'): Promise<Rendered[]> {
  return withClusterObjects(cluster, (kubeconfig) => template(values, { helm, args: seeing(kubeconfig) }));
}

const bundle = (rendered: readonly Rendered[]): string => pick(rendered, 'ValidatingWebhookConfiguration').webhooks[0].clientConfig.caBundle;
const authorities = (text: string): string[] => Buffer.from(text, 'base64').toString().match(/-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g) ?? [];

for (const helm of helms) {
  test(`${helm} keeps it, and the authority that is trusted`, async () => {
    const before = await installed();
    const rendered = await upgraded([before], on, helm);
    assert.equal(pick(rendered, 'Secret', '-admission').data, before.data);
    assert.is(bundle(rendered), before.data.ca);
    assert.is(pick(rendered, 'Secret', '-admission').metadata.annotations['sigsci-ingress/renew-after'], before.metadata.annotations['sigsci-ingress/renew-after']);
  });
}

test('it is made for ten years, and to be renewed after five', async () => {
  const { data, metadata } = await installed();
  const { validFrom, validTo } = new X509Certificate(Buffer.from(data.cert, 'base64'));
  const days = (to: string): number => Math.round((Date.parse(to) - Date.parse(validFrom)) / 86_400_000);
  assert.is(days(validTo), 3650);
  assert.ok(Math.abs(days(metadata.annotations['sigsci-ingress/renew-after']) - 1825) <= 1);
});

test('after its day of renewal a new one is made, and the authority before stays trusted', async () => {
  const before = await installed({ 'sigsci-ingress/renew-after': '2026-01-01' });
  const { data, metadata } = pick(await upgraded([before]), 'Secret', '-admission');
  assert.is.not(data.cert, before.data.cert);
  const [added, kept, ...more] = authorities(data.ca);
  assert.equal([kept, more], [authorities(before.data.ca)[0], []]);
  assert.ok(new X509Certificate(Buffer.from(data.cert, 'base64')).verify(new X509Certificate(added!).publicKey));
  assert.ok(metadata.annotations['sigsci-ingress/renew-after'] > '2027');
});

test('of the authorities only the last before is kept', async () => {
  const first = await installed({ 'sigsci-ingress/renew-after': '2026-01-01' });
  const second = pick(await upgraded([first]), 'Secret', '-admission');
  const rendered = await upgraded([{ ...second, metadata: { ...second.metadata, annotations: { ...second.metadata.annotations, ...owned, 'sigsci-ingress/renew-after': '2026-01-01' } } }]);
  assert.equal(authorities(bundle(rendered)).slice(1), authorities(second.data.ca).slice(0, 1));
});

test('the day before, it is kept', async () => {
  const tomorrow = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10);
  const before = await installed({ 'sigsci-ingress/renew-after': tomorrow });
  assert.is(pick(await upgraded([before]), 'Secret', '-admission').data.cert, before.data.cert);
});

test('another name of the Service makes a new one', async () => {
  const before = await installed({ 'sigsci-ingress/hosts': 'old-name.ns.svc' });
  assert.is.not(pick(await upgraded([before]), 'Secret', '-admission').data.cert, before.data.cert);
});

test('a Secret that is no part of a release, as the Job of ingress-nginx made it, is used as it is', async () => {
  const foreign = { apiVersion: 'v1', kind: 'Secret', metadata: { name, namespace: 'ns' }, data: (await installed()).data };
  const rendered = await upgraded([foreign]);
  assert.not.ok(rendered.some(({ kind }) => kind === 'Secret'));
  assert.is(bundle(rendered), foreign.data.ca);
});

test('so is one of a release of the same name in another namespace', async () => {
  const foreign = await installed({ 'meta.helm.sh/release-namespace': 'other' });
  const rendered = await upgraded([foreign]);
  assert.not.ok(rendered.some(({ kind }) => kind === 'Secret'));
  assert.is(bundle(rendered), foreign.data.ca);
});

test('one that lacks what is needed is refused', async () => {
  const foreign = { apiVersion: 'v1', kind: 'Secret', metadata: { name, namespace: 'ns' }, data: { cert: 'eA==', key: 'eA==' } };
  const said = await withClusterObjects([foreign], (kubeconfig) => refusal(on, { args: seeing(kubeconfig) }));
  assert.match(said, /ERROR \[webhook-secret-complete\]: controller\.admissionWebhooks\.name admission leads to Secret rel-sigsci-ingress-admission, which is no part of this release and lacks ca; .+/);
});

test.run();
