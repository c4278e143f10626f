import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { controllerCalls } from '../support/controller-calls.ts';
import { pick, template } from '../support/helm.ts';
import type { Rendered, Values } from '../support/helm.ts';

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

test('a Service published from the same namespace is read there, one from elsewhere by its name', async () => {
  const near = await roleGrants({ controller: { publishService: { pathOverride: '$(POD_NAMESPACE)/edge' } } });
  assert.equal(added(near, expected.role), ['get services edge']);
  const far = { controller: { publishService: { pathOverride: 'other/edge' } } };
  assert.equal(added(await clusterGrants(far), expected.clusterRole), ['get services edge']);
  assert.equal((await roleGrants(far)).filter((grant) => grant.includes('services')), []);
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
