/** What must not change when this chart takes over a release of ingress-nginx: names, selectors, and what the Service is. */
import * as assert from 'uvu/assert';
import { pick, template } from '../support/helm.ts';
import type { Rendered } from '../support/helm.ts';
import { suite } from '../support/suite.ts';

const test = suite('takeover of an ingress-nginx release');

const before = await template({ image: 'a', caBundle: 'eA==' }, { chart: 'test/fixtures/old-ingress-nginx-chart', release: 'ingress-nginx' });
const after = await template({ nameOverride: 'ingress-nginx' }, { release: 'ingress-nginx' });
const both = (kind: string, name: string, field: (object: Rendered) => unknown): [unknown, unknown] => [field(pick(after, kind, name)), field(pick(before, kind, name))];

test('every object of that release has a successor of its name', () => {
  const names = (rendered: readonly Rendered[]): string[] => rendered.map(({ kind, metadata }) => `${kind} ${metadata.name}`);
  assert.equal(names(before).filter((name) => !names(after).includes(name)), []);
});

for (const [title, kind, name, field] of [
  ['pods of the workload', 'Deployment', '-controller', (object) => object.spec.selector],
  ['pods of the Service', 'Service', 'nginx-controller', (object) => object.spec.selector],
  ['ports of the Service', 'Service', 'nginx-controller', (object) => object.spec.ports],
  ['type of the Service', 'Service', 'nginx-controller', (object) => object.spec.type],
  ['controller of the class', 'IngressClass', '', (object) => object.spec.controller],
  ['role of the binding', 'ClusterRoleBinding', '', (object) => object.roleRef],
] as [string, string, string, (object: Rendered) => unknown][]) {
  test(`${title}: the same`, () => {
    const [here, there] = both(kind, name, field);
    assert.equal(here, there);
  });
}

test('without nameOverride the selector would be another one, which Kubernetes refuses to change', async () => {
  const other = pick(await template({}, { release: 'ingress-nginx' }), 'Deployment').spec.selector;
  assert.not.equal(other, pick(before, 'Deployment').spec.selector);
});

test.run();
