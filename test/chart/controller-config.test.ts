import * as assert from 'uvu/assert';
import { helms, pick, template } from '../support/helm.ts';
import type { TemplateOptions, Values } from '../support/helm.ts';
import { controllerTemplate } from '../support/pod-spec.ts';
import { suite } from '../support/suite.ts';

const test = suite('nginx settings');

async function settings(controller: Values, options: TemplateOptions = {}): Promise<Record<string, string>> {
  return pick(await template({ controller }, options), 'ConfigMap', '-controller').data;
}

for (const helm of helms) {
  test(`${helm}: numbers and booleans become the text that the user wrote`, async () => {
    const data = await settings({ config: { 'hsts-max-age': 31449600, 'use-gzip': false, 'proxy-body-size': '8m', 'upstream-keepalive-timeout': 10485760 } }, { helm });
    assert.equal([data['hsts-max-age'], data['use-gzip'], data['proxy-body-size'], data['upstream-keepalive-timeout']], ['31449600', 'false', '8m', '10485760']);
    const args = ['--set', 'controller.config.hsts-max-age=31449600'];
    assert.is((await settings({}, { helm, args }))['hsts-max-age'], '31449600');
  });
}

test('template expressions are filled in, nginx variables left alone', async () => {
  const data = await settings({ config: { 'log-format-upstream': '{{ .Release.Name }} $remote_addr "$request"' } });
  assert.is(data['log-format-upstream'], 'rel $remote_addr "$request"');
});

test('keys that the check does not know join the others, which win', async () => {
  const data = await settings({ config: { 'use-gzip': 'true' }, configUnchecked: { 'use-gzip': 'false', 'a-key-of-tomorrow': 1 } });
  assert.equal([data['use-gzip'], data['a-key-of-tomorrow']], ['true', '1']);
});

test('allowSnippetAnnotations is one key, even when config holds it too', async () => {
  assert.is((await settings({ allowSnippetAnnotations: true, config: { 'allow-snippet-annotations': 'false' } }))['allow-snippet-annotations'], 'true');
  assert.is((await settings({}))['allow-snippet-annotations'], undefined);
});

test('headers have ConfigMaps of their own', async () => {
  const rendered = await template({ controller: { addHeaders: { 'X-A': 'a' }, proxySetHeaders: { 'X-B': 2 } } });
  const { data } = pick(rendered, 'ConfigMap', '-controller');
  assert.equal([data['add-headers'], data['proxy-set-headers']], ['ns/rel-sigsci-ingress-custom-add-headers', 'ns/rel-sigsci-ingress-custom-proxy-headers']);
  assert.equal(pick(rendered, 'ConfigMap', 'custom-add-headers').data, { 'X-A': 'a' });
  assert.equal(pick(rendered, 'ConfigMap', 'custom-proxy-headers').data, { 'X-B': '2' });
});

test('changed headers bring new pods, other settings do not', async () => {
  const checksum = async (controller: Values): Promise<string | undefined> => controllerTemplate(await template({ controller })).metadata.annotations['checksum/headers'];
  const values = [{ addHeaders: { 'X-A': 'a' } }, { addHeaders: { 'X-A': 'b' } }, { proxySetHeaders: { 'X-A': 'a' } }, { addHeaders: { 'X-A': 'a' }, proxySetHeaders: { 'X-A': 'a' } }, {}];
  const marks = await Promise.all(values.map(checksum));
  assert.is(new Set(marks).size, values.length);
  assert.is(marks.at(-1), undefined);
  assert.is(await checksum({ addHeaders: { 'X-A': 'a' }, config: { 'use-gzip': false } }), marks[0]);
});

test('without settings the ConfigMap holds the two snippets alone', async () => {
  assert.equal(Object.keys(await settings({})), ['http-snippet', 'main-snippet']);
});

test.run();
