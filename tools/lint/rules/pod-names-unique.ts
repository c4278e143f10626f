import { valueAt } from '../../values/path.ts';
import type { ValueMap } from '../../values/value.ts';
import { hasCaBundle } from '../agent-egress.ts';
import type { Names } from '../repeated-names.ts';
import { repeatedNames } from '../repeated-names.ts';
import { textAt } from '../rule.ts';
import type { Rule } from '../rule.ts';
import { writableVolumes } from '../writable-folders.ts';

const token = '/var/run/secrets/kubernetes.io/serviceaccount';
const wiring = '/etc/sigsci-ingress';
const caFolder = '/etc/sigsci-agent/ca';
const certificates = '/usr/local/certificates';

/** The kinds of names in the pods; as the chart's template `_taken.tpl` has them. */
function namesInPod(values: ValueMap): Names[] {
  const mode = textAt(values, 'agent', 'mode');
  const caBundle = hasCaBundle(values);
  const webhook = valueAt(values, ['controller', 'admissionWebhooks', 'enabled']) === true;
  const writable = writableVolumes(values);
  const sidecar = mode === 'sidecar';
  const inAgentPod = sidecar || mode === 'service';
  const folder = ['agent', 'tmpVolume', 'mountPath'];
  const owned = (token: string, wiring: string, certificate: string): Record<string, string> =>
    chartHas([token, ...(mode === 'none' ? [] : [wiring]), ...(webhook ? [certificate] : [])]);
  const container: Record<string, string> = { sidecar: 'sigsci-agent', service: 'wait-for-agent' };
  const exporter: Record<string, string> = sidecar && valueAt(values, ['agent', 'metrics', 'enabled']) === true ? { 'sigsci-agent-metrics': 'agent.metrics.enabled' } : {};
  const inController: Names[] = [
    {
      key: 'name', taken: { ...(container[mode] ? { [container[mode]]: 'agent.mode' } : {}), ...exporter, ...chartHas(writable.length > 0 ? ['fill-writable-folders'] : []) }, values: [['controller', 'containerName']],
      lists: [['controller', 'extraInitContainers'], ['controller', 'extraContainers']],
    },
    { key: 'name', taken: { ...owned('api-token', 'sigsci-wiring', 'webhook-cert'), ...chartHas([...writable, ...(inAgentPod && caBundle ? ['sigsci-ca'] : [])]) }, values: sidecar ? [['agent', 'tmpVolume', 'name']] : [], lists: [['controller', 'extraVolumes']] },
    { key: 'mountPath', taken: owned(token, wiring, certificates), values: sidecar ? [folder] : [], lists: [['controller', 'extraVolumeMounts']] },
  ];
  const inAgent: Names = { key: 'mountPath', taken: caBundle ? { [caFolder]: 'the chart' } : {}, values: [folder], lists: [['agent', 'extraVolumeMounts']] };
  return inAgentPod ? [...inController, inAgent] : inController;
}

function chartHas(names: readonly string[]): Record<string, string> {
  return Object.fromEntries(names.map((name) => [name, 'the chart']));
}

/** Variables, volumes and mounts of the default backend. */
const inBackend: readonly Names[] = Object.entries({ extraEnvs: 'name', extraVolumes: 'name', extraVolumeMounts: 'mountPath' }).map(([list, key]) => ({
  key, taken: {}, values: [], lists: [['defaultBackend', list]],
}));

export default {
  id: 'pod-names-unique',
  severity: 'error',
  summary: 'no two containers, volumes or mounts of a pod have one name',
  check({ values }, report) {
    const backend = textAt(values, 'defaultBackend', 'enabled') === '' ? [] : inBackend;
    for (const names of [...namesInPod(values), ...backend]) {
      for (const { path, message } of repeatedNames(values, names)) report(path, message);
    }
  },
} satisfies Rule;
