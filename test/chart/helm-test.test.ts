import * as assert from 'uvu/assert';
import { pick, template } from '../support/helm.ts';
import type { Rendered, Values } from '../support/helm.ts';
import { containerOf, environmentOf } from '../support/pod-spec.ts';
import { suite } from '../support/suite.ts';

const test = suite('helm test');

async function environment(values: Values): Promise<Record<string, string>> {
  return environmentOf(containerOf(pick(await template(values), 'Pod', '-test').spec, 'test'));
}

test('two pods, one Service and one Ingress are hooks, and no other object is', async () => {
  const hooks = (await template()).filter(({ metadata }) => metadata.annotations?.['helm.sh/hook'] !== undefined);
  assert.equal(hooks.map(({ kind }) => kind).sort(), ['Ingress', 'Pod', 'Pod', 'Service']);
  for (const { metadata } of hooks) {
    assert.is(metadata.annotations['helm.sh/hook'], 'test');
    assert.match(metadata.annotations['helm.sh/hook-delete-policy'], /^before-hook-creation/);
  }
});

test('each hook has the name of a pod, because helm test --logs asks for one of each name', async () => {
  const hooks = (await template()).filter(({ metadata }) => metadata.annotations?.['helm.sh/hook'] === 'test');
  const names = (kind?: string): Set<string> => new Set(hooks.filter((hook) => kind === undefined || hook.kind === kind).map(({ metadata }) => metadata.name));
  assert.equal(names(), names('Pod'));
});

test('the pod is made after what it needs, and the pods stay for their logs', async () => {
  const pods = (await template()).filter(({ kind }) => kind === 'Pod').map(({ metadata }) => metadata);
  const weights = Object.fromEntries(pods.map(({ name, annotations }) => [name, annotations['helm.sh/hook-weight']]));
  assert.equal(weights, { 'rel-sigsci-ingress-test': '1', 'rel-sigsci-ingress-test-webhook': '-1' });
  for (const { annotations } of pods) assert.is(annotations['helm.sh/hook-delete-policy'], 'before-hook-creation');
});

test('they are bound in time, and never restart', async () => {
  for (const { kind, spec } of await template()) {
    if (kind === 'Pod') assert.equal([spec.restartPolicy, typeof spec.activeDeadlineSeconds], ['Never', 'number']);
  }
});

test("before the Ingress is made a pod waits for the webhook's Service, at its own port", async () => {
  const rendered = await template({ controller: { admissionWebhooks: { service: { servicePort: 8443 } } } });
  const service = pick(rendered, 'Service', '-controller-admission');
  assert.is(service.spec.ports[0].port, 8443);
  const waits = containerOf(pick(rendered, 'Pod', '-test-webhook').spec, 'test');
  assert.equal(environmentOf(waits), { WEBHOOK_HOST: `${service.metadata.name}.ns`, WEBHOOK_PORT: '8443' });
});

test('only the pod that runs nginx has a folder to write to and the capability that nginx wants', async () => {
  const rendered = await template();
  const rights = (name: string): unknown => {
    const { spec } = pick(rendered, 'Pod', name);
    return [containerOf(spec, 'test').securityContext.capabilities, (spec.volumes ?? []).length];
  };
  assert.equal(rights('-test'), [{ drop: ['ALL'], add: ['NET_BIND_SERVICE'] }, 1]);
  assert.equal(rights('-test-webhook'), [{ drop: ['ALL'] }, 0]);
});

test('nothing waits for a webhook that there is not', async () => {
  const rendered = await template({ controller: { admissionWebhooks: { enabled: false } } });
  assert.equal(rendered.filter(({ kind }) => kind === 'Pod').map(({ metadata }) => metadata.name), ['rel-sigsci-ingress-test']);
});

test("the client enters by the release's Service and asks for the test's own host", async () => {
  const rendered = await template();
  const { host, http } = pick(rendered, 'Ingress').spec.rules[0];
  assert.equal(await environment({}), {
    ENTRY_HOST: 'rel-sigsci-ingress-controller.ns', ENTRY_PORT: '80', HOST: host, INSPECTED: 'true', PROXY_PROTOCOL: 'false', RELEASE: 'rel',
  });
  assert.is(host, 'rel-sigsci-ingress-test.ns.invalid');
  assert.equal(http.paths[0].backend.service, { name: 'rel-sigsci-ingress-test', port: { name: 'http' } });
});

test('an inspected request is expected in every mode but none', async () => {
  for (const agent of [{ mode: 'sidecar' }, { mode: 'service' }, { mode: 'external', external: { host: 'a' } }]) assert.is((await environment({ agent }))['INSPECTED'], 'true');
  assert.is((await environment({ agent: { mode: 'none' } }))['INSPECTED'], 'false');
});

test('another port and the PROXY protocol are obeyed', async () => {
  const own = await environment({ controller: { service: { ports: { http: 8080 } }, config: { 'use-proxy-protocol': true, 'proxy-real-ip-cidr': '10.0.0.0/8' } } });
  assert.equal([own['ENTRY_PORT'], own['PROXY_PROTOCOL']], ['8080', 'true']);
  for (const [unchecked, expected] of [[true, 'true'], ['true', 'true'], [false, 'false']] as const) {
    assert.is((await environment({ controller: { configUnchecked: { 'use-proxy-protocol': unchecked, 'proxy-real-ip-cidr': '10.0.0.0/8' } } }))['PROXY_PROTOCOL'], expected);
  }
});

test("where the release's Service does not lead to HTTP another one does, which is no hook", async () => {
  for (const service of [{ enabled: false }, { external: { enabled: false } }, { enableHttp: false }, { enableHttp: false, enableHttps: false }]) {
    const rendered = await template({ controller: { service } });
    const entry = pick(rendered, 'Service', '-test-entry');
    assert.is(entry.metadata.annotations, undefined);
    assert.is(entry.spec.ports[0].targetPort, 'http');
    assert.is(entry.spec.selector['app.kubernetes.io/component'], 'controller');
    assert.is((await environment({ controller: { service } }))['ENTRY_HOST'], `${entry.metadata.name}.ns`);
  }
});

test('settings of the whole controller do not answer the test themselves', async () => {
  const { annotations } = pick(await template(), 'Ingress').metadata as Rendered;
  for (const name of ['enable-global-auth', 'force-ssl-redirect', 'ssl-redirect']) assert.is(annotations[`nginx.ingress.kubernetes.io/${name}`], 'false');
});

test('no line of the script is an expansion that the kubelet would fill in', async () => {
  for (const { kind, spec } of await template()) {
    if (kind !== 'Pod') continue;
    const container = containerOf(spec, 'test');
    for (const { name } of container.env) assert.not.match(container.args[0], `$(${name})`);
  }
});

test.run();
