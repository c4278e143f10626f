import * as assert from 'uvu/assert';
import { parse, parseAllDocuments } from 'yaml';
import { readFileSync } from 'node:fs';
import { chartCases } from '../support/chart-cases.ts';
import { pick, template, templateText } from '../support/helm.ts';
import type { Rendered, TemplateOptions, Values } from '../support/helm.ts';
import { controllerPod, podsOf } from '../support/pod-spec.ts';
import { suite } from '../support/suite.ts';

const longest = 'a'.repeat(52);
const test = suite('names and selectors');

/** Every kind of object that the chart can render in one release. */
const everything: Values = {
  agent: { mode: 'service', service: { networkPolicy: { enabled: true } }, credentials: { create: true, accessKeyId: 'x', secretAccessKey: 'y' } },
  controller: {
    addHeaders: { A: 'b' }, proxySetHeaders: { A: 'b' }, ingressClassResource: { aliases: ['other'] }, service: { enableHttp: false },
    autoscaling: { enabled: true }, networkPolicy: { enabled: true },
  },
  dhParam: 'eA==',
  defaultBackend: { enabled: true, autoscaling: { enabled: true, minReplicas: 2 }, networkPolicy: { enabled: true } },
};

const clusterKinds = ['ClusterRole', 'ClusterRoleBinding', 'IngressClass', 'ValidatingWebhookConfiguration'];
const identity = (object: Rendered): string => `${object.kind}/${object.metadata.namespace ?? ''}/${object.metadata.name}`;

function checkObjects(rendered: readonly Rendered[], namespace: string, instance: string): void {
  const identities = rendered.map(identity);
  assert.equal(identities.filter((name, index) => identities.indexOf(name) !== index), [], 'names are unique by kind');
  for (const object of rendered) {
    assert.ok(object.metadata.name.length <= 63, `${object.kind} ${object.metadata.name} is too long`);
    assert.match(object.metadata.name, /^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/);
    assert.is(object.metadata.namespace, clusterKinds.includes(object.kind) ? undefined : namespace, identity(object));
    const labels = object.metadata.labels;
    assert.is(labels['app.kubernetes.io/instance'], instance, identity(object));
    assert.ok(labels['app.kubernetes.io/component'], identity(object));
    for (const value of Object.values(labels)) assert.ok(String(value).length <= 63, `${identity(object)}: label ${value}`);
  }
}

/** Labels of every pod that the render would make. */
function podLabels(rendered: readonly Rendered[]): Rendered[] {
  return rendered.flatMap((object) => (object.kind === 'Pod' ? [object.metadata.labels] : object.spec?.template ? [object.spec.template.metadata.labels] : []));
}

function checkSelectors(rendered: readonly Rendered[]): void {
  const pods = podLabels(rendered);
  for (const object of rendered) {
    const selector = object.kind === 'Service' ? object.spec.selector : object.spec?.selector?.matchLabels;
    if (!selector) continue;
    const chosen = pods.filter((labels) => Object.entries(selector).every(([key, value]) => labels[key] === value));
    assert.is(chosen.length, 1, `${identity(object)} selects ${chosen.length} kinds of pods`);
    if (object.spec.template) assert.is(chosen[0], object.spec.template.metadata.labels);
  }
}

const places: [string, TemplateOptions, Values][] = [
  ['a short release name', {}, {}],
  ['a release named like the chart', { release: 'sigsci-ingress' }, {}],
  ['a release name of 53 characters', { release: `${longest}b` }, {}],
  ['a release name of 53 characters with a dash where names are cut', { release: `${'a'.repeat(40)}-${'b'.repeat(12)}` }, {}],
  ['a long fullnameOverride', {}, { fullnameOverride: 'f'.repeat(63) }],
  ['a long nameOverride', {}, { nameOverride: 'n'.repeat(63) }],
  ['a long controller.name beside a long nameOverride', {}, { nameOverride: 'n'.repeat(63), controller: { name: 'c'.repeat(40) } }],
  ['a long defaultBackend.name', {}, { nameOverride: 'n'.repeat(63), defaultBackend: { enabled: true, name: 'd'.repeat(40) } }],
  ['nameOverride ingress-nginx', { release: 'ingress-nginx' }, { nameOverride: 'ingress-nginx' }],
];

for (const [title, options, values] of places) {
  test(`with ${title} all names fit, differ, and every selector finds its pods`, async () => {
    const rendered = await template({ ...everything, ...values }, options);
    checkObjects(rendered, 'ns', options.release ?? 'rel');
    checkSelectors(rendered);
  });
}

for (const { name, file } of chartCases) {
  test(`in case ${name} all names fit, differ, and every selector finds its pods`, async () => {
    const own = parse(readFileSync(file, 'utf8')) as { extraObjects?: unknown };
    const rendered = (await template({}, { files: [file] })).filter((object) => !(own.extraObjects && object.metadata.name === 'waf-agent'));
    checkObjects(rendered, 'ns', 'rel');
    checkSelectors(rendered);
  });
}

test('namespaceOverride moves every namespaced object, and everything that names the namespace', async () => {
  const rendered = await template({ ...everything, namespaceOverride: 'elsewhere' });
  checkObjects(rendered, 'elsewhere', 'rel');
  for (const kind of ['RoleBinding', 'ClusterRoleBinding']) assert.is(pick(rendered, kind).subjects[0].namespace, 'elsewhere');
  const config = pick(rendered, 'ConfigMap', '-controller').data;
  for (const key of ['add-headers', 'proxy-set-headers', 'ssl-dh-param']) assert.match(config[key], /^elsewhere\//);
});

test('two releases whose long names differ in the last letter alone share no name', async () => {
  const classes = (name: string) => ({ ...everything, controller: { ...(everything['controller'] as object), ingressClassResource: { name } } });
  const first = await template(classes('one'), { release: `${longest}1` });
  const second = await template(classes('two'), { release: `${longest}2` });
  const names = new Set(first.map(identity));
  assert.equal(second.map(identity).filter((name) => names.has(name)), []);
});

test('with nameOverride ingress-nginx names and selectors are those of the chart that it takes over', async () => {
  const rendered = await template({ nameOverride: 'ingress-nginx' });
  const deployment = pick(rendered, 'Deployment');
  assert.is(deployment.metadata.name, 'rel-ingress-nginx-controller');
  assert.equal(deployment.spec.selector.matchLabels, {
    'app.kubernetes.io/name': 'ingress-nginx',
    'app.kubernetes.io/instance': 'rel',
    'app.kubernetes.io/component': 'controller',
  });
  assert.equal(pick(rendered, 'Service', '-controller').spec.selector, deployment.spec.selector.matchLabels);
  assert.is(pick(rendered, 'ServiceAccount').metadata.name, 'rel-ingress-nginx');
  assert.is(pick(rendered, 'ClusterRole').metadata.name, 'rel-ingress-nginx');
  const args = controllerPod(rendered).containers[0].args;
  assert.ok(args.includes('--election-id=rel-ingress-nginx-leader'));
  assert.ok(args.includes('--publish-service=$(POD_NAMESPACE)/rel-ingress-nginx-controller'));
});

test('selectors stay the same when image, settings and chart version change', async () => {
  const before = pick(await template(), 'Deployment').spec.selector;
  const after = pick(await template({ controller: { image: { tag: 'v9' }, labels: { team: 'edge' }, podLabels: { a: 'b' } }, commonLabels: { c: 'd' } }), 'Deployment').spec.selector;
  assert.equal(after, before);
});

test('pod labels hold neither chart nor version: a new chart alone restarts nothing', async () => {
  for (const labels of podLabels((await template(everything)).filter((object) => object.kind !== 'Pod'))) {
    assert.is(labels['helm.sh/chart'], undefined);
    assert.is(labels['app.kubernetes.io/version'], undefined);
  }
});

test("the user's labels never take the place of selector labels, nor appear twice", async () => {
  const label = { 'app.kubernetes.io/component': 'mine', shared: 'common' };
  const rendered = await template({ commonLabels: label, controller: { labels: { ...label, shared: 'controller' }, podLabels: label } });
  checkSelectors(rendered);
  assert.is(pick(rendered, 'Deployment').metadata.labels.shared, 'controller');
  assert.is(pick(rendered, 'Pod', '-test').metadata.labels.shared, 'common');
});

for (const { name, file } of chartCases) {
  test(`every object of case ${name} carries commonLabels and commonAnnotations, and no key twice`, async () => {
    const common = { commonLabels: { team: 'edge' }, commonAnnotations: { 'example.com/owner': 'edge@example.com' } };
    const values = { ...common, controller: { labels: { team: 'own' }, podLabels: { team: 'own' } }, extraObjects: [] };
    const documents = parseAllDocuments(await templateText(values, { files: [file] }), { uniqueKeys: true });
    for (const document of documents) assert.equal(document.errors, []);
    const rendered = documents.map((document) => document.toJS() as Rendered).filter((object) => object !== null);
    for (const { kind, metadata } of rendered) {
      assert.ok(['edge', 'own'].includes(metadata.labels?.team), `labels of ${kind} ${metadata.name}`);
      assert.is(metadata.annotations?.['example.com/owner'], 'edge@example.com', `annotations of ${kind} ${metadata.name}`);
    }
    for (const labels of podLabels(rendered)) assert.ok(['edge', 'own'].includes(labels.team));
  });
}

test("an object's own annotations win over the common ones, which reach no pod", async () => {
  const annotations = { 'example.com/owner': 'platform' };
  const rendered = await template({ commonAnnotations: { 'example.com/owner': 'edge', 'example.com/release': '{{ .Release.Name }}' }, controller: { annotations } });
  const deployment = pick(rendered, 'Deployment');
  assert.equal(deployment.metadata.annotations, { 'example.com/owner': 'platform', 'example.com/release': 'rel' });
  assert.not.ok(Object.keys(deployment.spec.template.metadata.annotations ?? {}).some((key) => key.startsWith('example.com/')));
});

test('a label that a later values file takes back by null is left out', async () => {
  const rendered = await template({ commonLabels: { team: null, kept: 'common' }, controller: { labels: { tier: null }, podLabels: { kept: null } } });
  for (const labels of [pick(rendered, 'Deployment').metadata.labels, ...podLabels(rendered)]) {
    assert.is(labels.kept, 'common');
    assert.not.ok('team' in labels || 'tier' in labels);
  }
});

test('a ServiceAccount that is not created is the default one, or the one named', async () => {
  const none = await template({ serviceAccount: { create: false } });
  assert.is(none.filter((object) => object.kind === 'ServiceAccount').length, 0);
  assert.is(controllerPod(none).serviceAccountName, 'default');
  const named = await template({ serviceAccount: { create: false, name: 'mine' } });
  assert.is(pick(named, 'RoleBinding').subjects[0].name, 'mine');
  assert.is(podsOf(named).length, 3);
});

test.run();
