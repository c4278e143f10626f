import * as assert from 'uvu/assert';
import { chartCases } from '../support/chart-cases.ts';
import { pick, template } from '../support/helm.ts';
import type { Rendered } from '../support/helm.ts';
import { containerOf, containersOf, controllerPod, podsOf } from '../support/pod-spec.ts';
import { suite } from '../support/suite.ts';

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
      const volumes = (pod.volumes ?? []).flatMap((volume: Rendered) => Object.keys(volume)).filter((key: string) => key !== 'name');
      assert.equal(volumes.filter((kind: string) => !['projected', 'downwardAPI', 'emptyDir', 'configMap', 'secret'].includes(kind)), []);
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

test('a read-only root has what the controller writes in volumes, filled by a container before every other', async () => {
  const pod = controllerPod(await template({ controller: { image: { readOnlyRootFilesystem: true }, extraInitContainers: [{ name: 'setup', image: 'busybox:1.37' }] } }));
  const controller = containerOf(pod, 'controller');
  assert.is(controller.securityContext.readOnlyRootFilesystem, true);
  const folders = { '/etc/ingress-controller': 'nginx-state', '/etc/nginx': 'nginx-etc', '/tmp': 'nginx-tmp' };
  for (const [mountPath, name] of Object.entries(folders)) {
    assert.equal(controller.volumeMounts.filter((mount: Rendered) => mount.mountPath === mountPath), [{ name, mountPath }]);
    assert.equal(pod.volumes.filter((volume: Rendered) => volume.name === name), [{ name, emptyDir: {} }]);
  }
  assert.equal(pod.initContainers.map(({ name }: Rendered) => name), ['fill-writable-folders', 'setup', 'sigsci-agent']);
  const filler = pod.initContainers[0];
  assert.is(filler.image, controller.image);
  assert.equal(filler.volumeMounts.map(({ mountPath }: Rendered) => mountPath), Object.keys(folders).map((path) => `/writable${path}`));
});

test('a read-only root by containerSecurityContext counts too; a folder that the user mounts is left alone', async () => {
  const pod = controllerPod(await template({
    controller: {
      containerSecurityContext: { readOnlyRootFilesystem: true, runAsUser: 101 },
      extraVolumes: [{ name: 'scratch', emptyDir: { medium: 'Memory' } }],
      extraVolumeMounts: [{ name: 'scratch', mountPath: '/tmp' }],
    },
  }));
  const mounts = containerOf(pod, 'controller').volumeMounts.map(({ mountPath }: Rendered) => mountPath);
  assert.is(mounts.filter((path: string) => path === '/tmp').length, 1);
  assert.ok(mounts.includes('/etc/nginx'));
  assert.not.match(pod.initContainers[0].args[0], '/writable/tmp');
});

test('with a writable root nothing is copied', async () => {
  const pod = controllerPod(await template());
  assert.not.ok(pod.initContainers.some(({ name }: Rendered) => name === 'fill-writable-folders'));
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
