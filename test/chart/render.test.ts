import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as assert from 'uvu/assert';
import { parse } from 'yaml';
import { chartCases } from '../support/chart-cases.ts';
import { chartFolder, helms, objects, template, templateText } from '../support/helm.ts';
import type { Rendered, Values } from '../support/helm.ts';
import { containerOf, containersOf, controllerPod, environmentOf } from '../support/pod-spec.ts';
import { suite } from '../support/suite.ts';
import { withoutCertificate } from '../support/without-certificate.ts';

const test = suite('rendering');

/** The objects, but for what is made at random, in an order that both Helms share: each sorts kinds that it does not know in its own way. */
const steady = (text: string): Rendered[] => {
  const identity = ({ kind, metadata }: Rendered): string => `${kind}/${metadata.namespace}/${metadata.name}`;
  return withoutCertificate(objects(text)).sort((left, right) => identity(left).localeCompare(identity(right)));
};

test('without any value every object of the defaults is there, once', async () => {
  const kinds = (await template()).map(({ kind }) => kind).sort();
  assert.equal(kinds, [
    'ClusterRole', 'ClusterRoleBinding', 'ConfigMap', 'Deployment', 'Ingress', 'IngressClass', 'Pod', 'Pod', 'PodDisruptionBudget',
    'Role', 'RoleBinding', 'Secret', 'Service', 'Service', 'Service', 'ServiceAccount', 'ValidatingWebhookConfiguration',
  ]);
});

for (const { name, file } of chartCases) {
  test(`case ${name} renders the same with both Helms, and again`, async () => {
    const [three, four] = await Promise.all(helms.map((helm) => templateText({}, { helm, files: [file] })));
    assert.equal(steady(four ?? ''), steady(three ?? ''));
    assert.equal(steady(await templateText({}, { files: [file, file] })), steady(three ?? ''));
  });

  test(`case ${name} without a certificate of its own renders the same bytes again`, async () => {
    const args = ['--set', 'controller.admissionWebhooks.certManager.enabled=true'];
    assert.is(await templateText({}, { files: [file, file], args }), await templateText({}, { files: [file], args }));
  });

  test(`case ${name} says in its first line what it proves`, () => {
    assert.match(readFileSync(file, 'utf8'), /^# [A-Z].{20,}\.\n/);
  });

  test(`case ${name} leaves no blank line or trailing space`, async () => {
    const lines = withoutScripts(await templateText({}, { files: [file] })).split('\n').slice(0, -1);
    assert.equal(lines.filter((line) => /(^|\s)$/.test(line)), []);
  });
}

test('every key that the schema lets null take away can be gone, and is then not written', async () => {
  const schema = JSON.parse(readFileSync(join(chartFolder, 'values.schema.json'), 'utf8'));
  const defaults = parse(readFileSync(join(chartFolder, 'values.yaml'), 'utf8'));
  const gone = withoutOptional(defaults, schema, schema) as Values;
  assert.is.not(Object.keys(gone).length, 0);
  const [agent, controller] = [gone['agent'] as object, gone['controller'] as object];
  const variants = [{}, { agent: { ...agent, mode: 'service' } }, { agent: { ...agent, mode: 'service', service: { kind: 'DaemonSet' } }, controller: { ...controller, kind: 'DaemonSet' } }];
  for (const variant of variants) {
    const text = await templateText({ ...gone, ...variant });
    assert.is.not(objects(text).length, 0);
    assert.equal(text.split('\n').filter((line) => /: null$/.test(line)), []);
  }
});

test('text with template expressions in it is filled in, in objects and in text of the user', async () => {
  const extraObjects = [
    { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: '{{ .Release.Name }}-one' } },
    'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: {{ include "sigsci-ingress.names.fullname" . }}-two\n',
  ];
  const names = (await template({ extraObjects })).map(({ metadata }) => metadata.name);
  for (const name of ['rel-one', 'rel-sigsci-ingress-two']) assert.ok(names.includes(name), name);
});

test('words and figures that YAML would read otherwise stay the text that they are', async () => {
  const values = {
    fullnameOverride: 'on',
    namespaceOverride: '456',
    agent: { tmpVolume: { name: '9' }, credentials: { existingSecret: '1', keys: { accessKeyId: '7', secretAccessKey: '8' } } },
    controller: { hostname: '77', priorityClassName: '1', ingressClassResource: { name: 'no' } },
  };
  const rendered = await template(values, { release: 'no' });
  for (const object of rendered) {
    for (const text of [object.metadata.name, object.metadata.namespace ?? '', ...Object.values(object.metadata.labels)]) assert.type(text, 'string', object.kind);
  }
  const pod = controllerPod(rendered);
  for (const text of [pod.hostname, pod.priorityClassName, pod.serviceAccountName, pod.volumes.find(({ emptyDir }: Rendered) => emptyDir).name]) assert.type(text, 'string');
  assert.equal(environmentOf(containerOf(pod, 'sigsci-agent'))['SIGSCI_ACCESSKEYID'].secretKeyRef, { name: '1', key: '7' });
});

test('numbers of many digits stay whole', async () => {
  const text = await templateText({ agent: { securityContext: { runAsUser: 1000660000 } }, controller: { image: { runAsUser: 1000660000 }, terminationGracePeriodSeconds: 10000000 } });
  assert.not.match(text, /\de\+\d/);
  assert.is(containersOf(controllerPod(objects(text))).every(({ securityContext }) => securityContext.runAsUser === 1000660000), true);
});

interface Schema { readonly $ref?: string; readonly properties?: Record<string, Schema>; readonly required?: readonly string[] }

/** Values that say null for each default which the schema does not require. */
function withoutOptional(defaults: Record<string, unknown>, schema: Schema, root: Schema): Record<string, unknown> {
  const own = resolved(schema, root);
  return Object.fromEntries(
    Object.entries(defaults).flatMap(([key, value]): [string, unknown][] => {
      const inside = resolved(own.properties?.[key] ?? {}, root);
      if (!own.required?.includes(key)) return [[key, null]];
      const map = inside.properties && value !== null && typeof value === 'object' && !Array.isArray(value);
      return map ? [[key, withoutOptional(value as Record<string, unknown>, inside, root)]] : [];
    }),
  );
}

function resolved(schema: Schema, root: Schema): Schema {
  if (!schema.$ref) return schema;
  const found = schema.$ref.slice(2).split('/').reduce((node, key) => (node as Record<string, unknown>)[key], root as unknown);
  return resolved(found as Schema, root);
}

/** The text without the test's script, whose blank lines are its own. */
function withoutScripts(text: string): string {
  return text.replace(/^ +- \|\n(?: {10,}.*\n| *\n)+/gm, '');
}

test.run();
