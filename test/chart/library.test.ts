import { cp, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as assert from 'uvu/assert';
import { chartFolder, helms, pick, template } from '../support/helm.ts';
import { environmentOf } from '../support/pod-spec.ts';
import { inScratchFolder } from '../support/scratch-folder.ts';
import { suite } from '../support/suite.ts';

const test = suite("the agent's library chart in another chart");

const deployment = `
{{- $agent := deepCopy .Values.waf }}
{{- $agent = set $agent "kubeVersion" .Capabilities.KubeVersion.Version }}
apiVersion: apps/v1
kind: Deployment
metadata:
  name: application
spec:
  template:
    spec:
      initContainers:
        - {{ include "sigsci-agent.v1.container" $agent | nindent 10 | trim }}
      containers:
        - name: application
          volumeMounts:
            - {{ include "sigsci-agent.v1.volumeMount" $agent | nindent 14 | trim }}
      volumes:
        - {{ include "sigsci-agent.v1.volume" $agent | nindent 10 | trim }}
`;

const values = {
  waf: {
    image: 'signalsciences/sigsci-agent:4.84.0',
    imagePullPolicy: 'IfNotPresent',
    native: true,
    keys: { secret: 'sigsci.my-site', accessKeyId: 'accesskeyid', secretAccessKey: 'secretaccesskey' },
    tmpVolume: { name: 'waf', mountPath: '/waf' },
    startup: 'rules',
    startupProbe: { port: 2024, periodSeconds: 2, failureThreshold: 90 },
    securityContext: { readOnlyRootFilesystem: true, runAsUser: 100 },
  },
};

for (const helm of helms) {
  test(`${helm}: needs nothing of this chart, and no optional key`, async () => {
    await inScratchFolder({}, async (folder) => {
      await mkdir(join(folder, 'templates'));
      await writeFile(join(folder, 'Chart.yaml'), 'apiVersion: v2\nname: application\nversion: 1.0.0\ndependencies:\n- {name: sigsci-agent, version: ~0.1.0}\n');
      await writeFile(join(folder, 'templates/deployment.yaml'), deployment);
      await cp(join(chartFolder, 'charts/sigsci-agent'), join(folder, 'charts/sigsci-agent'), { recursive: true });
      const { spec } = pick(await template(values, { helm, chart: folder }), 'Deployment').spec.template;
      const [agent] = spec.initContainers;
      assert.equal([agent.name, agent.restartPolicy], ['sigsci-agent', 'Always']);
      assert.is(environmentOf(agent)['SIGSCI_RPC_ADDRESS'], 'unix:/waf/sigsci.sock');
      assert.equal(agent.securityContext, { readOnlyRootFilesystem: true, runAsUser: 100, runAsNonRoot: true });
      assert.equal(agent.volumeMounts, spec.containers[0].volumeMounts);
      assert.equal(spec.volumes, [{ name: 'waf', emptyDir: {} }]);
    });
  });
}

test.run();
