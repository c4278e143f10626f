/** The README's install with Helm 3.17 and with Helm 4, from an empty namespace to a blocked attack. */
import * as assert from 'uvu/assert';
import { deployApplication } from '../../../ci/scenario/application.ts';
import { createAgentKeys, createNamespace, deleteNamespace, getJson, inLab } from '../../../ci/scenario/cluster.ts';
import { agentRecords, controllerPodNames, requestThrough } from '../../../ci/scenario/release.ts';
import type { Release } from '../../../ci/scenario/release.ts';
import { until } from '../../../ci/scenario/until.ts';
import { whenDoubles } from '../../support/judged.ts';
import { testLab } from '../../support/lab.ts';
import { container, envOf, isReady } from '../../support/pod.ts';
import type { Pod } from '../../support/pod.ts';
import { suite } from '../../support/suite.ts';

const { lab, installArguments } = await testLab();
const attack = '/?q=../../etc/passwd';

for (const helm of ['helm3', 'helm4'] as const) {
  const release: Release = { name: 'sigsci-ingress', namespace: `default-install-${helm}` };
  const inNamespace = ['-n', release.namespace];
  // Of two Ingresses with one host the older is served, and the namespace of an earlier suite may still be going.
  const host = `shop.${release.namespace}.example`;
  const install = suite(`default install with ${helm}`);
  let pods: Pod[] = [];

  install.before(async () => {
    await deleteNamespace(lab, release.namespace);
    await createNamespace(lab, release.namespace);
    await createAgentKeys(lab, release.namespace, 'sigsci.my-site');
    const values = ['--set', 'agent.site=my-site', ...installArguments];
    await inLab(lab, ['helm', 'install', release.name, './chart', ...inNamespace, ...values, '--wait', '--timeout', '4m'], {
      tools: [helm, 'kubectl'],
    });
    await deployApplication(lab, { namespace: release.namespace, host, ingressClass: 'nginx' });
    const names = await controllerPodNames(lab, release);
    pods = await Promise.all(names.map((name) => getJson<Pod>(lab, ['pod', name, ...inNamespace])));
  });

  install.after(async () => {
    await inLab(lab, ['helm', 'uninstall', release.name, ...inNamespace], { tools: [helm, 'kubectl'] });
    await deleteNamespace(lab, release.namespace, false);
  });

  install('runs two Ready controller pods', () => {
    assert.is(pods.length, 2);
    assert.ok(pods.every(isReady), 'every pod is Ready');
  });

  install('runs the agent as a native sidecar with a read-only root and a startup probe', () => {
    for (const pod of pods) {
      const agent = pod.spec.initContainers?.find(({ name }) => name === 'sigsci-agent');
      assert.is(agent?.restartPolicy, 'Always');
      assert.is(agent?.securityContext?.readOnlyRootFilesystem, true);
      assert.ok(agent?.startupProbe, 'startup probe');
    }
  });

  install('mounts one emptyDir at /sigsci/tmp into both containers', () => {
    for (const pod of pods) {
      assert.ok(pod.spec.volumes.some((volume) => volume.name === 'sigsci-tmp' && volume.emptyDir));
      for (const name of ['controller', 'sigsci-agent']) {
        const mount = container(pod, name).volumeMounts.find((candidate) => candidate.name === 'sigsci-tmp');
        assert.is(mount?.mountPath, '/sigsci/tmp', name);
      }
    }
  });

  install('takes both keys from the Secret and writes neither into the pod', () => {
    for (const pod of pods) {
      const env = envOf(container(pod, 'sigsci-agent'));
      assert.equal(env['SIGSCI_ACCESSKEYID']?.valueFrom?.secretKeyRef, { name: 'sigsci.my-site', key: 'accesskeyid' });
      assert.equal(env['SIGSCI_SECRETACCESSKEY']?.valueFrom?.secretKeyRef, { name: 'sigsci.my-site', key: 'secretaccesskey' });
    }
  });

  install('gives the API token to the controller and not to the agent', () => {
    const token = '/var/run/secrets/kubernetes.io/serviceaccount';
    const mounts = (pod: Pod, name: string): string[] => container(pod, name).volumeMounts.map((mount) => mount.mountPath);
    for (const pod of pods) {
      assert.ok(mounts(pod, 'controller').includes(token));
      assert.not.ok(mounts(pod, 'sigsci-agent').includes(token));
    }
  });

  install('passes a benign request to the application, inspected', async () => {
    const response = await until('an answer of the application', 60, async () => {
      const answer = await requestThrough(lab, release, host, '/').catch(() => undefined);
      return answer?.status === 200 ? answer : undefined;
    });
    assert.match(response.body, '"agentResponse":"200"');
  });

  whenDoubles(install, 'whether an attack is blocked is set in the account')('blocks an attack before it reaches the application', async () => {
    const response = await requestThrough(lab, release, host, attack);
    assert.is(response.status, 406);
    assert.not.match(response.body, 'reached');
  });

  whenDoubles(install, 'the record is that of the agent double')('has both requests on the agents\' record', async () => {
    const verdict = async (uri: string): Promise<number | undefined> =>
      (await agentRecords(lab, release)).find((record) => record.call === 'PreRequest' && record.uri === uri)?.wafResponse;
    assert.is(await until('the benign record', 15, () => verdict('/')), 200);
    assert.is(await until("the attack's record", 15, () => verdict(attack)), 406);
  });

  install('passes helm test', async () => {
    const output = await inLab(lab, ['helm', 'test', release.name, ...inNamespace, '--timeout', '2m'], { tools: [helm, 'kubectl'] });
    assert.match(output, 'Succeeded');
  });

  install.run();
}
