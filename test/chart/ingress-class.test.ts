import * as assert from 'uvu/assert';
import { pick, template } from '../support/helm.ts';
import type { Rendered, Values } from '../support/helm.ts';
import { suite } from '../support/suite.ts';

const test = suite('the IngressClass');

async function classes(ingressClassResource: Values): Promise<Rendered[]> {
  return (await template({ controller: { ingressClassResource } })).filter(({ kind }) => kind === 'IngressClass');
}

test('it is nginx, served by the controller value of ingress-nginx, and not the default', async () => {
  const [only, ...others] = await classes({});
  assert.equal(others, []);
  assert.is(only.metadata.name, 'nginx');
  assert.is(only.spec.controller, 'k8s.io/ingress-nginx');
  assert.is(only.metadata.annotations, undefined);
});

test('it can be the default class, with annotations and parameters', async () => {
  const parameters = { apiGroup: 'k8s.example.com', kind: 'P', name: 'p' };
  const [only] = await classes({ default: true, annotations: { a: 'b' }, parameters });
  assert.equal(only.metadata.annotations, { a: 'b', 'ingressclass.kubernetes.io/is-default-class': 'true' });
  assert.equal(only.spec.parameters, parameters);
});

test('an alias is one more class, and never the default one', async () => {
  const [other, own] = (await classes({ default: true, aliases: ['zother'] })).sort((one, two) => (one.metadata.name > two.metadata.name ? -1 : 1));
  assert.equal([own.metadata.name, other.metadata.name, other.spec.controller], ['nginx', 'zother', 'k8s.io/ingress-nginx']);
  assert.is(other.metadata.annotations, undefined);
});

test('an alias that is the name itself makes no second class', async () => {
  assert.equal((await classes({ aliases: ['nginx'] })).map(({ metadata }) => metadata.name), ['nginx']);
});

test('it can be left to others', async () => {
  assert.equal(await classes({ enabled: false, aliases: ['other'] }), []);
});

test("the test's Ingress is of the class by its name", async () => {
  const rendered = await template({ controller: { ingressClassResource: { name: 'edge' } } });
  assert.is(pick(rendered, 'Ingress').spec.ingressClassName, 'edge');
});

test.run();
