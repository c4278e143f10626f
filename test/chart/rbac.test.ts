import * as assert from 'uvu/assert';
import { controllerCalls } from '../support/controller-calls.ts';
import { pick, template } from '../support/helm.ts';
import type { Rendered, Values } from '../support/helm.ts';
import { suite } from '../support/suite.ts';

const test = suite('rights of the controller');
const expected = controllerCalls('rel-sigsci-ingress');

/** One line for each verb on each resource, so that the order and grouping of rules do not matter. */
function grants(role: Rendered): string[] {
  return role.rules
    .flatMap((rule: Rendered) =>
      rule.apiGroups.flatMap((group: string) =>
        rule.resources.flatMap((resource: string) =>
          rule.verbs.flatMap((verb: string) => (rule.resourceNames ?? ['']).map((name: string) => [verb, group === '' ? resource : `${resource}.${group}`, name].join(' ').trim())),
        ),
      ),
    )
    .sort();
}

const clusterGrants = async (values: Values): Promise<string[]> => grants(pick(await template(values), 'ClusterRole'));
const roleGrants = async (values: Values): Promise<string[]> => grants(pick(await template(values), 'Role'));
const roleIn = (rendered: readonly Rendered[], namespace: string): Rendered => pick(rendered.filter(({ metadata }) => metadata.namespace === namespace), 'Role');
const added = (more: string[], base: readonly string[]): string[] => more.filter((grant) => !base.includes(grant));

test('the ClusterRole is exactly what the controller calls', async () => {
  assert.equal(await clusterGrants({}), [...expected.clusterRole].sort());
});

test('the Role is exactly what the controller calls in its namespace', async () => {
  assert.equal(await roleGrants({}), [...expected.role].sort());
});

test('no rule grants everything', async () => {
  const rendered = await template({ controller: { enableTopologyAwareRouting: true, publishService: { enabled: false } } });
  assert.not.match(JSON.stringify([pick(rendered, 'ClusterRole').rules, pick(rendered, 'Role').rules]), '"*"');
});

test('a Service published from the same namespace is read there, one from elsewhere by its name in that namespace', async () => {
  const near = await roleGrants({ controller: { publishService: { pathOverride: '$(POD_NAMESPACE)/edge' } } });
  assert.equal(added(near, expected.role), ['get services edge']);
  const far = await template({ controller: { publishService: { pathOverride: 'other/edge' } } });
  assert.equal(grants(roleIn(far, 'other')), ['get services edge']);
  assert.equal(added(grants(pick(far, 'ClusterRole')), expected.clusterRole), []);
  assert.equal(grants(roleIn(far, 'ns')).filter((grant) => grant.includes('services')), []);
});

test('a scoped controller may read IngressClasses cluster-wide, and nothing else', async () => {
  for (const scope of [{ enabled: true }, { enabled: true, namespace: 'apps' }]) {
    assert.equal(await clusterGrants({ controller: { scope } }), [...expected.scoped.clusterRole].sort());
  }
});

test('what a scoped controller watches is granted in that namespace, be it the one of the release or another', async () => {
  const same = await template({ controller: { scope: { enabled: true } } });
  assert.equal(grants(pick(same, 'Role')), [...expected.role, ...expected.scoped.watched].sort());
  const other = await template({ controller: { scope: { enabled: true, namespace: 'apps' } } });
  assert.equal(grants(roleIn(other, 'apps')), [...controllerCalls('', 'apps').scoped.watched].sort());
  assert.equal(grants(roleIn(other, 'ns')), [...expected.role].sort());
  const bindings = other.filter(({ kind }) => kind === 'RoleBinding');
  assert.equal(bindings.map(({ metadata, subjects }) => [metadata.namespace, subjects[0].namespace]), [['apps', 'ns'], ['ns', 'ns']]);
});

test('a scoped controller may read nodes only where it cannot do without them', async () => {
  const nodes = async (controller: object) => (await clusterGrants({ controller: { scope: { enabled: true }, ...controller } })).filter((grant) => grant.includes('nodes'));
  assert.equal(await nodes({ enableTopologyAwareRouting: true }), ['get nodes']);
  assert.equal(await nodes({ publishService: { enabled: false } }), ['get nodes']);
  assert.equal(await nodes({ publishService: { enabled: false }, extraArgs: { 'publish-status-address': '192.0.2.1' } }), []);
});

test('with a selector the controller lists all namespaces, beside everything else', async () => {
  const all = await clusterGrants({ controller: { scope: { namespaceSelector: 'team=a' } } });
  assert.equal(added(all, expected.clusterRole), ['list namespaces', 'watch namespaces']);
  assert.is(all.length, expected.clusterRole.length + 2);
});

test('a default backend in extraArgs is read at start too', async () => {
  const controller = { extraArgs: { 'default-backend-service': 'ns/errors' } };
  assert.equal(added(await roleGrants({ controller }), expected.role), ['get services errors']);
});

test('without a leader no Lease is touched; another name of it is the one granted', async () => {
  assert.equal((await roleGrants({ controller: { disableLeaderElection: true } })).filter((grant) => grant.includes('leases')), []);
  assert.equal(added(await roleGrants({ controller: { electionID: 'mine' } }), expected.role), ['get leases.coordination.k8s.io mine', 'update leases.coordination.k8s.io mine']);
});

test('rbac.create false grants nothing', async () => {
  assert.equal((await template({ rbac: { create: false } })).filter(({ kind }) => /Role/.test(kind)), []);
});

test('both bindings name the role and the account of the controller', async () => {
  const rendered = await template();
  for (const kind of ['Role', 'ClusterRole']) {
    const binding = pick(rendered, `${kind}Binding`);
    assert.equal(binding.roleRef, { apiGroup: 'rbac.authorization.k8s.io', kind, name: pick(rendered, kind).metadata.name });
    assert.equal(binding.subjects, [{ kind: 'ServiceAccount', name: 'rel-sigsci-ingress', namespace: 'ns' }]);
  }
});

test.run();
