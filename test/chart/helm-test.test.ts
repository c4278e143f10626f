import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { pick, template } from '../support/helm.ts';
import type { Rendered, Values } from '../support/helm.ts';
import { containerOf, environmentOf } from '../support/pod-spec.ts';

const test = suite('helm test');

async function environment(values: Values): Promise<Record<string, string>> {
  return environmentOf(containerOf(pick(await template(values), 'Pod').spec, 'test'));
}

test('one pod, one Service and one Ingress are hooks, and no other object is', async () => {
  const hooks = (await template()).filter(({ metadata }) => metadata.annotations?.['helm.sh/hook'] !== undefined);
  assert.equal(hooks.map(({ kind }) => kind).sort(), ['Ingress', 'Pod', 'Service']);
  for (const { metadata } of hooks) {
    assert.is(metadata.annotations['helm.sh/hook'], 'test');
    assert.match(metadata.annotations['helm.sh/hook-delete-policy'], /^before-hook-creation/);
  }
});

test('all hooks have one name, because helm test --logs asks for a pod of each name', async () => {
  const hooks = (await template()).filter(({ metadata }) => metadata.annotations?.['helm.sh/hook'] === 'test');
  assert.equal(new Set(hooks.map(({ metadata }) => metadata.name)), new Set(['rel-sigsci-ingress-test']));
});

test('the pod is made after what it needs, and stays for its logs', async () => {
  const { annotations } = pick(await template(), 'Pod').metadata;
  assert.is(annotations['helm.sh/hook-weight'], '1');
  assert.is(annotations['helm.sh/hook-delete-policy'], 'before-hook-creation');
});

test('it is bound in time, and never restarts', async () => {
  const { spec } = pick(await template(), 'Pod');
  assert.equal([spec.restartPolicy, typeof spec.activeDeadlineSeconds], ['Never', 'number']);
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
  const container = containerOf(pick(await template(), 'Pod').spec, 'test');
  for (const { name } of container.env) assert.not.match(container.args[0], `$(${name})`);
});

test.run();
