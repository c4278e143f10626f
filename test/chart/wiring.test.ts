import * as assert from 'uvu/assert';
import { pick, template } from '../support/helm.ts';
import type { Rendered, Values } from '../support/helm.ts';
import { containerOf, controllerTemplate } from '../support/pod-spec.ts';
import { suite } from '../support/suite.ts';

const test = suite('the wiring of the WAF');

interface Wiring { readonly main?: string; readonly http?: string }

async function wiring(values: Values): Promise<Wiring> {
  const annotations = controllerTemplate(await template(values)).metadata.annotations ?? {};
  return { main: annotations['sigsci-ingress/main.conf'], http: annotations['sigsci-ingress/http.conf'] };
}

test('module and socket stand in annotations of the pod', async () => {
  assert.equal(await wiring({}), {
    main: 'load_module /usr/lib/nginx/modules/ngx_http_sigsci_module.so;',
    http: 'sigsci_agent_host unix:/sigsci/tmp/sigsci.sock;',
  });
});

test('a volume makes files of them, where the controller container sees them', async () => {
  const { spec } = controllerTemplate(await template());
  const volume = spec.volumes.find(({ name }: Rendered) => name === 'sigsci-wiring');
  assert.equal(volume.downwardAPI.items, [
    { path: 'main.conf', fieldRef: { fieldPath: "metadata.annotations['sigsci-ingress/main.conf']" } },
    { path: 'http.conf', fieldRef: { fieldPath: "metadata.annotations['sigsci-ingress/http.conf']" } },
  ]);
  const mount = containerOf(spec, 'controller').volumeMounts.find(({ name }: Rendered) => name === 'sigsci-wiring');
  assert.equal(mount, { name: 'sigsci-wiring', mountPath: '/etc/sigsci-ingress', readOnly: true });
});

test('the ConfigMap only includes those files, and is the same in every mode', async () => {
  const expected = pick(await template(), 'ConfigMap', '-controller').data;
  assert.equal(instructions(expected['main-snippet']), ['include /etc/sigsci-ingress/main*.conf;']);
  assert.equal(instructions(expected['http-snippet']), ['include /etc/sigsci-ingress/http*.conf;']);
  const variants: Values[] = [
    { agent: { mode: 'none' } },
    { agent: { mode: 'service' } },
    { agent: { mode: 'external', external: { host: 'a' } } },
    { agent: { tmpVolume: { mountPath: '/waf' } } },
    { module: { path: '/usr/lib/nginx/modules/ngx_http_fastly_module.so', directives: { sigsci_agent_timeout: 9 } } },
  ];
  for (const values of variants) assert.equal(pick(await template(values), 'ConfigMap', '-controller').data, expected);
});

test("the user's text follows the include", async () => {
  const config = { 'main-snippet': 'env TZ;', 'http-snippet': 'map $a $b { default 1; }\n' };
  const data = pick(await template({ controller: { config } }), 'ConfigMap', '-controller').data;
  assert.equal(instructions(data['main-snippet']), ['include /etc/sigsci-ingress/main*.conf;', 'env TZ;']);
  assert.equal(instructions(data['http-snippet']), ['include /etc/sigsci-ingress/http*.conf;', 'map $a $b { default 1; }']);
});

test('with mode none there is no wiring, and no volume for it', async () => {
  assert.equal(await wiring({ agent: { mode: 'none' } }), { main: undefined, http: undefined });
  assert.not.match(JSON.stringify(controllerTemplate(await template({ agent: { mode: 'none' } }))), 'sigsci-wiring');
});

for (const name of ['ngx_http_fastly_module.so', 'ngx_http_sigsci_nxo_module-1.17.7.so']) {
  test(`a module called ${name} is loaded by its path`, async () => {
    assert.is((await wiring({ module: { path: `/usr/lib/nginx/modules/${name}` } })).main, `load_module /usr/lib/nginx/modules/${name};`);
  });
}

test('over TCP nginx is told host and port', async () => {
  const local = 'sigsci_agent_host tcp:127.0.0.1;\nsigsci_agent_port 8001;';
  for (const address of ['127.0.0.1:8001', '0.0.0.0:8001']) {
    assert.is((await wiring({ agent: { config: { 'rpc-address': address } } })).http, local);
  }
  assert.is((await wiring({ agent: { mode: 'service' } })).http, 'sigsci_agent_host tcp:rel-sigsci-ingress-agent.ns.svc;\nsigsci_agent_port 8001;');
  assert.is((await wiring({ agent: { mode: 'external', external: { host: 'agent.waf.svc', port: 9000 } } })).http, 'sigsci_agent_host tcp:agent.waf.svc;\nsigsci_agent_port 9000;');
});

test('an address of IPv6 is in brackets', async () => {
  for (const host of ['2001:db8::1', '[2001:db8::1]']) {
    assert.is((await wiring({ agent: { mode: 'external', external: { host } } })).http, 'sigsci_agent_host tcp:[2001:db8::1];\nsigsci_agent_port 8001;');
  }
});

test('every rendered directive can be spelled otherwise', async () => {
  const text = { loadModule: 'load_module modules/waf.so;', agentHost: 'sigsci_agent_host {{ .host }}:{{ .port }};', agentPort: '# no port' };
  const own = await wiring({ module: { text }, agent: { mode: 'external', external: { host: 'a', port: 9000 } } });
  assert.equal(own, { main: 'load_module modules/waf.so;', http: 'sigsci_agent_host a:9000;\n# no port' });
});

test('directives follow by name, switches as on and off, null not at all', async () => {
  const directives = { sigsci_debug: null, sigsci_websocket_enabled: true, sigsci_agent_timeout: 200, sigsci_enabled: false, sigsci_agent_max_post_len: 1000000 };
  assert.equal((await wiring({ module: { directives } })).http?.split('\n').slice(1), [
    'sigsci_agent_max_post_len 1000000;',
    'sigsci_agent_timeout 200;',
    'sigsci_enabled off;',
    'sigsci_websocket_enabled on;',
  ]);
});

test("the user's pod annotations cannot take the wiring's place", async () => {
  const podAnnotations = { 'sigsci-ingress/main.conf': 'load_module other.so;', team: 'edge' };
  const annotations = controllerTemplate(await template({ controller: { podAnnotations } })).metadata.annotations;
  assert.match(annotations['sigsci-ingress/main.conf'], 'ngx_http_sigsci_module.so');
  assert.is(annotations.team, 'edge');
});

function instructions(snippet: string): string[] {
  return snippet.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
}

test.run();
