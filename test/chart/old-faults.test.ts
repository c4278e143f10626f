/** The faults of the ingress-nginx chart 4.15.1, each found by rendering it, and what becomes of the same values here. */
import * as assert from 'uvu/assert';
import { pick, refusal, template } from '../support/helm.ts';
import type { Rendered, TemplateOptions, Values } from '../support/helm.ts';
import { containerOf, controllerTemplate } from '../support/pod-spec.ts';
import { suite } from '../support/suite.ts';

const test = suite('faults of the ingress-nginx chart');

const controller = async (values: Values, options: TemplateOptions = {}): Promise<Rendered> => containerOf(controllerTemplate(await template(values, options)).spec, 'controller');
const refused = async (values: Values, words: RegExp): Promise<void> => assert.match(await refusal(values), words);

test('1. a tag kept the digest of another image; here a tag stands alone', async () => {
  assert.match((await controller({ controller: { image: { tag: 'v1.14.5' } } })).image, /:v1\.14\.5$/);
});

test("2. the vendor's repository kept ingress-nginx's digest, which cannot be pulled; here a known one is refused beside it", async () => {
  await refused({ controller: { image: { digest: 'sha256:594ceea76b01c592858f803f9ff4d2cb40542cae2060410b2c95f75907d659e1' } } }, /no-upstream-digest/);
});

test('3. a misspelt key passed without a word', () => refused({ controler: { replicaCount: 3 } }, /controler/));

test('4. another kind rendered everything but a workload', () => refused({ controller: { kind: 'StatefulSet' } }, /kind/));

test('5. two autoscalers rendered neither', () => refused({ controller: { autoscaling: { enabled: true }, keda: { enabled: true, triggers: [{ type: 'cron' }] } } }, /one-autoscaler/));

test('6. maxUnavailable 0 rendered a budget with no field', async () => {
  assert.is(pick(await template({ controller: { maxUnavailable: 0 } }), 'PodDisruptionBudget').spec.maxUnavailable, 0);
});

test('7. an internal Service without annotations was left out and still published; the controller then ended', async () => {
  const rendered = await template({ controller: { service: { external: { enabled: false }, internal: { enabled: true } } } });
  const { name } = pick(rendered, 'Service', '-internal').metadata;
  assert.ok(containerOf(controllerTemplate(rendered).spec, 'controller').args.includes(`--publish-service=$(POD_NAMESPACE)/${name}`));
});

test('8. 10485760 became 1.048576e+07', async () => {
  const value = async (values: Values, args: string[] = []): Promise<string> => pick(await template(values, { args }), 'ConfigMap', '-controller').data['proxy-body-size'];
  assert.is(await value({ controller: { config: { 'proxy-body-size': 10485760 } } }), '10485760');
  assert.is(await value({}, ['--set', 'controller.config.proxy-body-size=10485760']), '10485760');
  assert.is(await value({}, ['--set-json', 'controller.config={"proxy-body-size":10485760}']), '10485760');
});

test('9. a release name of 46 characters gave names over 63', async () => {
  const rendered = await template({ controller: { metrics: { enabled: true } }, defaultBackend: { enabled: true } }, { release: 'r'.repeat(46) });
  assert.equal(rendered.map(({ metadata }) => metadata.name).filter((name) => name.length > 63), []);
});

test('10. an issuer in the place that its docs name was ignored', async () => {
  const certManager = { enabled: true, admissionCert: { issuerRef: { name: 'corporate', kind: 'ClusterIssuer' } } };
  assert.is(pick(await template({ controller: { admissionWebhooks: { certManager } } }), 'Certificate').spec.issuerRef.name, 'corporate');
});

test('11. configMapNamespace pointed where nothing was created', () => refused({ tcp: { '9000': 'a/b:1' }, controller: { tcp: { configMapNamespace: 'other' } } }, /configMapNamespace/));

test('12. a boolean argument broke the render', async () => {
  assert.ok((await controller({ controller: { extraArgs: { 'update-status': false } } })).args.includes('--update-status=false'));
});

test('13. a ServiceMonitor without a Service found nothing', () => refused({ controller: { metrics: { enabled: true, service: { enabled: false }, serviceMonitor: { enabled: true } } } }, /service-monitor-finds-service/));

test('14. with hostNetwork the pods asked the node for names', async () => {
  assert.is(controllerTemplate(await template({ controller: { hostNetwork: true } })).spec.dnsPolicy, 'ClusterFirstWithHostNet');
});

test('15. a key given in two places was rendered twice, which server-side apply refuses', async () => {
  const values = { commonLabels: { team: 'a' }, controller: { labels: { team: 'b' }, allowSnippetAnnotations: true, config: { 'allow-snippet-annotations': 'false', 'annotations-risk-level': 'Critical' } } };
  // Reading the render throws for a key that stands twice.
  const rendered = await template(values);
  assert.is(pick(rendered, 'Deployment').metadata.labels.team, 'b');
  await refused({ controller: { extraEnvs: [{ name: 'POD_NAME', value: 'a' }] } }, /controller-env-unique/);
});

test('16. rbac.scope without a scope was refused; here rbac.scope always is, because nothing with ingressClassName would be served', () => refused({ rbac: { scope: true } }, /rbac-scope-keeps-classes/));

test('17. a scope in another namespace had its rights in the wrong one', async () => {
  const rendered = await template({ controller: { scope: { enabled: true, namespace: 'shop' } } });
  assert.equal(rendered.filter(({ kind }) => kind === 'Role').map(({ metadata }) => metadata.namespace).sort(), ['ns', 'shop']);
});

test('18. a new version of the chart alone restarted every pod', async () => {
  const { labels } = controllerTemplate(await template()).metadata;
  assert.equal(Object.keys(labels).filter((name) => /chart|version/.test(name)), []);
});

test.run();
