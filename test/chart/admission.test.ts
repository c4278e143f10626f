/** The admission webhook: whom it asks, whom the API server trusts, and where its certificate comes from. */
import { X509Certificate } from 'node:crypto';
import * as assert from 'uvu/assert';
import { pick, template, templateText } from '../support/helm.ts';
import type { Rendered, Values } from '../support/helm.ts';
import { containerOf, controllerTemplate } from '../support/pod-spec.ts';
import { suite } from '../support/suite.ts';
import { withoutCertificate } from '../support/without-certificate.ts';

const test = suite('admission webhook');

const on = (webhooks: Values = {}, controller: Values = {}): Values => ({ controller: { admissionWebhooks: { enabled: true, ...webhooks }, ...controller } });
const webhookOf = (rendered: readonly Rendered[]): Rendered => pick(rendered, 'ValidatingWebhookConfiguration').webhooks[0];
const decoded = (text: string): string => Buffer.from(text, 'base64').toString();
const host = 'rel-sigsci-ingress-controller-admission.ns.svc';

test('switched off there is nothing of it', async () => {
  assert.not.match(await templateText({ controller: { admissionWebhooks: { enabled: false } } }), /webhook|admission/);
});

test('no Job is needed', async () => {
  assert.equal((await template(on())).filter(({ kind, metadata }) => kind === 'Job' || (kind !== 'Pod' && metadata.annotations?.['helm.sh/hook'] && !/test/.test(metadata.annotations['helm.sh/hook']))), []);
});

test('the controller serves it with the files of its Secret', async () => {
  const rendered = await template(on());
  const { spec } = controllerTemplate(rendered);
  const { args, ports, volumeMounts } = containerOf(spec, 'controller');
  assert.equal(args.filter((argument: string) => argument.startsWith('--validating-webhook')), [
    '--validating-webhook=:8443', '--validating-webhook-certificate=/usr/local/certificates/cert', '--validating-webhook-key=/usr/local/certificates/key',
  ]);
  assert.equal(ports.find(({ name }: Rendered) => name === 'webhook'), { name: 'webhook', containerPort: 8443, protocol: 'TCP' });
  assert.equal(volumeMounts.find(({ name }: Rendered) => name === 'webhook-cert'), { name: 'webhook-cert', mountPath: '/usr/local/certificates/', readOnly: true });
  assert.equal(spec.volumes.find(({ name }: Rendered) => name === 'webhook-cert'), { name: 'webhook-cert', secret: { secretName: 'rel-sigsci-ingress-admission' } });
});

test('a certificate that the chart makes is for the Service, and the API server trusts its authority alone', async () => {
  const rendered = await template(on());
  const { data } = pick(rendered, 'Secret', '-admission');
  const [certificate, authority] = [new X509Certificate(decoded(data.cert)), new X509Certificate(decoded(data.ca))];
  assert.is(certificate.checkHost(host), host);
  assert.ok(certificate.checkIssued(authority) && certificate.verify(authority.publicKey) && authority.ca);
  assert.is(certificate.publicKey.asymmetricKeyType, 'ec');
  const { clientConfig } = webhookOf(rendered);
  assert.is(clientConfig.caBundle, data.ca);
  const { name, namespace } = clientConfig.service;
  assert.is(`${name}.${namespace}.svc`, host);
  assert.ok(rendered.some(({ kind, metadata }) => kind === 'Service' && metadata.name === name));
});

test('the longest release name has a certificate for a name that DNS takes', async () => {
  const rendered = await template(on(), { release: 'a'.repeat(53) });
  const { name, namespace } = webhookOf(rendered).clientConfig.service;
  assert.ok(name.length <= 63);
  const certificate = new X509Certificate(decoded(pick(rendered, 'Secret', '-admission').data.cert));
  assert.is(certificate.checkHost(`${name}.${namespace}.svc`), `${name}.${namespace}.svc`);
});

test('with cert-manager its injector writes the authority, and nothing is rendered in its place', async () => {
  const rendered = await template(on({ certManager: { enabled: true } }));
  const { metadata, webhooks } = pick(rendered, 'ValidatingWebhookConfiguration');
  assert.is(metadata.annotations['cert-manager.io/inject-ca-from'], 'ns/rel-sigsci-ingress-admission');
  assert.not.ok('caBundle' in webhooks[0].clientConfig);
  assert.equal(rendered.filter(({ kind }) => ['Certificate', 'Issuer', 'Secret'].includes(kind)).map(({ kind, metadata }) => `${kind} ${metadata.name}`).sort(), [
    'Certificate rel-sigsci-ingress-admission', 'Certificate rel-sigsci-ingress-root-cert', 'Issuer rel-sigsci-ingress-root-issuer', 'Issuer rel-sigsci-ingress-self-signed-issuer',
  ]);
  assert.ok(pick(rendered, 'Certificate', '-admission').spec.dnsNames.includes(host));
});

for (const [place, certManager] of Object.entries({
  'where ingress-nginx reads it': { issuerRef: { name: 'corporate', kind: 'ClusterIssuer' } },
  'where ingress-nginx documents it and does not read it': { admissionCert: { issuerRef: { name: 'corporate', kind: 'ClusterIssuer' } } },
})) {
  test(`an issuer of the user's counts ${place}`, async () => {
    const rendered = await template(on({ certManager: { enabled: true, ...certManager } }));
    assert.equal(pick(rendered, 'Certificate').spec.issuerRef, { name: 'corporate', kind: 'ClusterIssuer' });
    assert.not.ok(rendered.some(({ kind }) => kind === 'Issuer'));
  });
}

test("a Secret of the user's is mounted under its own keys, and its authority trusted", async () => {
  const caBundle = '-----BEGIN CERTIFICATE-----\neA==\n-----END CERTIFICATE-----\n';
  const rendered = await template(on({ existingSecret: { name: 'own', caBundle, certificateKey: 'server.pem' } }));
  assert.is(decoded(webhookOf(rendered).clientConfig.caBundle), caBundle);
  assert.equal(controllerTemplate(rendered).spec.volumes.find(({ name }: Rendered) => name === 'webhook-cert').secret, {
    secretName: 'own', items: [{ key: 'server.pem', path: 'cert' }, { key: 'tls.key', path: 'key' }],
  });
  assert.not.ok(rendered.some(({ kind }) => kind === 'Secret'));
});

test('an authority without the Secret that it is for changes nothing', async () => {
  const rendered = await template(on({ existingSecret: { caBundle: '-----BEGIN CERTIFICATE-----\neA==\n-----END CERTIFICATE-----\n' } }));
  assert.is(webhookOf(rendered).clientConfig.caBundle, pick(rendered, 'Secret', '-admission').data.ca);
});

/** The condition with its line breaks as blanks. */
const condition = async (controller: Values, webhooks: Values = {}): Promise<string> =>
  webhookOf(await template(on(webhooks, controller))).matchConditions[0].expression.replaceAll('\n', ' ');

test('it asks for Ingress objects of our classes alone: name, aliases, further names, the old annotation', async () => {
  const annotation = "has(object.metadata.annotations) && 'kubernetes.io/ingress.class' in object.metadata.annotations ? object.metadata.annotations['kubernetes.io/ingress.class'] == ";
  const field = (classes: string): string => `has(object.spec.ingressClassName) ? object.spec.ingressClassName in [${classes}] : `;
  assert.is(await condition({}), `${field("'nginx'")}${annotation}'nginx' : false`);
  const controller = { ingressClassResource: { name: 'edge', aliases: ['old'] }, ingressClass: 'legacy', ingressClassByName: true, watchIngressWithoutClass: true };
  assert.is(await condition(controller, { extraClasses: ['more'] }), `${field("'edge', 'old', 'more', 'legacy'")}${annotation}'legacy' : true`);
  assert.not.ok('matchConditions' in webhookOf(await template(on({ onlyOwnClasses: false }))));
});

test('scoped it asks in that namespace alone, unless the user chooses', async () => {
  const scope = { scope: { enabled: true, namespace: 'shop' } };
  assert.equal(webhookOf(await template(on({}, scope))).namespaceSelector, { matchLabels: { 'kubernetes.io/metadata.name': 'shop' } });
  const chosen = { matchLabels: { team: 'a' } };
  assert.equal(webhookOf(await template(on({ namespaceSelector: chosen }, scope))).namespaceSelector, chosen);
});

test('but for the certificate, two renders are the same', async () => {
  assert.equal(withoutCertificate(await template(on(), { args: ['--set', 'x-second=1'] })), withoutCertificate(await template(on())));
});

test.run();
