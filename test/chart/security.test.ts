import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { chartCases } from '../support/chart-cases.ts';
import { pick, template } from '../support/helm.ts';
import type { Rendered } from '../support/helm.ts';
import { containerOf, containersOf, controllerPod, podsOf } from '../support/pod-spec.ts';

const test = suite('security of the pods');
const tokenPath = '/var/run/secrets/kubernetes.io/serviceaccount';

for (const { name, file } of chartCases) {
  test(`in case ${name} the API token reaches the controller container and no other`, async () => {
    for (const pod of podsOf(await template({}, { files: [file] }))) {
      assert.is(pod.automountServiceAccountToken, false);
      const holders = containersOf(pod).filter((container) => (container.volumeMounts ?? []).some((mount: Rendered) => mount.mountPath.startsWith('/var/run/secrets') || mount.name === 'api-token'));
      assert.equal(holders.map((container) => container.name), pod.containers.some((container: Rendered) => container.name === 'controller') ? ['controller'] : []);
    }
  });

  test(`in case ${name} every container keeps to Pod Security restricted, but for the agent's user`, async () => {
    for (const pod of podsOf(await template({}, { files: [file] }))) {
      for (const container of containersOf(pod)) {
        const context = container.securityContext;
        assert.is(context.allowPrivilegeEscalation, false, container.name);
        assert.equal(context.capabilities.drop, ['ALL'], container.name);
        assert.ok((context.capabilities.add ?? []).every((capability: string) => capability === 'NET_BIND_SERVICE'), container.name);
        assert.is(context.seccompProfile.type, 'RuntimeDefault', container.name);
        if (container.name !== 'sigsci-agent') assert.is(context.runAsNonRoot, true, container.name);
      }
      const volumes = pod.volumes.flatMap((volume: Rendered) => Object.keys(volume)).filter((key: string) => key !== 'name');
      assert.equal(volumes.filter((kind: string) => !['projected', 'downwardAPI', 'emptyDir'].includes(kind)), []);
    }
  });
}

test('the token is projected as Kubernetes itself would mount it', async () => {
  const pod = controllerPod(await template());
  assert.is(containerOf(pod, 'controller').volumeMounts.find(({ name }: Rendered) => name === 'api-token').mountPath, tokenPath);
  const { sources } = pod.volumes.find(({ name }: Rendered) => name === 'api-token').projected;
  assert.equal(sources.map((source: Rendered) => Object.keys(source)[0]), ['serviceAccountToken', 'configMap', 'downwardAPI']);
});

test('the ServiceAccount mounts no token by itself', async () => {
  assert.is(pick(await template(), 'ServiceAccount').automountServiceAccountToken, false);
});

test("the agent's root is read-only, and its user is the image's", async () => {
  const context = containerOf(controllerPod(await template()), 'sigsci-agent').securityContext;
  assert.is(context.readOnlyRootFilesystem, true);
  assert.equal([context.runAsUser, context.runAsNonRoot], [undefined, undefined]);
});

test('a user by number also promises runAsNonRoot; root and an own word on it are left alone', async () => {
  const contextOf = async (securityContext: object): Promise<Rendered> => containerOf(controllerPod(await template({ agent: { securityContext } })), 'sigsci-agent').securityContext;
  assert.is((await contextOf({ runAsUser: 100 })).runAsNonRoot, true);
  assert.is((await contextOf({ runAsUser: 0 })).runAsNonRoot, undefined);
  assert.is((await contextOf({ runAsUser: 100, runAsNonRoot: false })).runAsNonRoot, false);
});

test('the controller runs as the user that owns its files', async () => {
  const context = containerOf(controllerPod(await template()), 'controller').securityContext;
  assert.equal([context.runAsUser, context.runAsGroup, context.readOnlyRootFilesystem], [101, 82, false]);
  assert.equal(context.capabilities, { drop: ['ALL'], add: ['NET_BIND_SERVICE'] });
});

test('controller.containerSecurityContext takes the place of the computed one', async () => {
  const own = { runAsUser: 101, runAsNonRoot: true };
  assert.equal(containerOf(controllerPod(await template({ controller: { containerSecurityContext: own } })), 'controller').securityContext, own);
});

test('sysctls join the pod security context', async () => {
  const pod = controllerPod(await template({ controller: { podSecurityContext: { fsGroup: 101 }, sysctls: { 'net.core.somaxconn': '1024' } } }));
  assert.equal(pod.securityContext, { fsGroup: 101, sysctls: [{ name: 'net.core.somaxconn', value: '1024' }] });
});

test.run();
