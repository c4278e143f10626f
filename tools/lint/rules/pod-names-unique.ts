import type { Names } from '../repeated-names.ts';
import { repeatedNames } from '../repeated-names.ts';
import { textAt } from '../rule.ts';
import type { Rule } from '../rule.ts';

const token = '/var/run/secrets/kubernetes.io/serviceaccount';
const wiring = '/etc/sigsci-ingress';

/** The kinds of names in the pods; as the chart's template `_taken.tpl` has them. */
function namesInPod(mode: string): Names[] {
  const sidecar = mode === 'sidecar';
  const folder = ['agent', 'tmpVolume', 'mountPath'];
  const owned = (token: string, wiring: string) => (mode === 'none' ? { [token]: 'the chart' } : { [token]: 'the chart', [wiring]: 'the chart' });
  const container: Record<string, string> = { sidecar: 'sigsci-agent', service: 'wait-for-agent' };
  const inController: Names[] = [
    {
      key: 'name', taken: container[mode] ? { [container[mode]]: 'agent.mode' } : {}, values: [['controller', 'containerName']],
      lists: [['controller', 'extraInitContainers'], ['controller', 'extraContainers']],
    },
    { key: 'name', taken: owned('api-token', 'sigsci-wiring'), values: sidecar ? [['agent', 'tmpVolume', 'name']] : [], lists: [['controller', 'extraVolumes']] },
    { key: 'mountPath', taken: owned(token, wiring), values: sidecar ? [folder] : [], lists: [['controller', 'extraVolumeMounts']] },
  ];
  const inAgent: Names = { key: 'mountPath', taken: {}, values: [folder], lists: [['agent', 'extraVolumeMounts']] };
  return sidecar || mode === 'service' ? [...inController, inAgent] : inController;
}

export default {
  id: 'pod-names-unique',
  severity: 'error',
  summary: 'no two containers, volumes or mounts of a pod have one name',
  check({ values }, report) {
    for (const names of namesInPod(textAt(values, 'agent', 'mode'))) {
      for (const { path, message } of repeatedNames(values, names)) report(path, message);
    }
  },
} satisfies Rule;
