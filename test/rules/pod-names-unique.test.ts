import rule from '../../tools/lint/rules/pod-names-unique.ts';
import { testRule } from '../support/test-rule.ts';

const runs = 'the chart runs the agent itself, remove the entry';

testRule(rule, [
  {
    title: "finds each part of the vendor's published sidecar",
    layers: ['controller:\n  extraContainers:\n    - name: sigsci-agent\n  extraVolumes:\n    - name: sigsci-tmp\n  extraVolumeMounts:\n    - name: sigsci-tmp\n      mountPath: /sigsci/tmp\n'],
    found: [
      `values.yaml:3:13 controller.extraContainers[0].name is sigsci-agent, which agent.mode takes too; ${runs}`,
      `values.yaml:5:13 controller.extraVolumes[0].name is sigsci-tmp, which agent.tmpVolume.name takes too; ${runs}`,
      `values.yaml:8:18 controller.extraVolumeMounts[0].mountPath is /sigsci/tmp, which agent.tmpVolume.mountPath takes too; ${runs}`,
    ],
  },
  {
    title: 'compares init containers with containers',
    layers: ['controller:\n  extraInitContainers:\n    - name: setup\n  extraContainers:\n    - name: setup\n'],
    found: ['values.yaml:5:13 controller.extraContainers[0].name is setup, which controller.extraInitContainers[0].name takes too; keep one of the two, or take another name'],
  },
  {
    title: 'knows the volumes of the chart',
    layers: ['agent:\n  tmpVolume:\n    name: api-token\n'],
    found: ['values.yaml:3:11 agent.tmpVolume.name is api-token, which the chart takes too; keep one of the two, or take another name'],
  },
  {
    title: 'compares the variables of the default backend',
    layers: ['defaultBackend:\n  enabled: true\n  extraEnvs:\n    - name: DEBUG\n    - name: DEBUG\n'],
    found: ['values.yaml:5:13 defaultBackend.extraEnvs[1].name is DEBUG, which defaultBackend.extraEnvs[0].name takes too; keep one of the two, or take another name'],
  },
  { title: 'lets a user run an agent of his own', layers: ['agent:\n  mode: none\ncontroller:\n  extraContainers:\n    - name: sigsci-agent\n'] },
  { title: 'accepts other names', layers: ['controller:\n  extraContainers:\n    - name: logs\n  extraVolumes:\n    - name: logs\n'] },
]);
