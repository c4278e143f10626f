import { isMap } from '../../values/value.ts';
import type { ValueMap } from '../../values/value.ts';
import { mapAt, textAt } from '../rule.ts';
import type { Rule } from '../rule.ts';

const isZero = (limit: string): boolean => limit === '0' || limit === '0%';

/** What the API server would refuse of a workload's strategy: the key it stands at, and why. Kubernetes' defaults count. */
function problemOf(workload: ValueMap): { key: string; text: string } | undefined {
  const strategy = mapAt(workload, 'updateStrategy');
  const type = textAt(strategy, 'type') || 'RollingUpdate';
  const daemon = workload['kind'] === 'DaemonSet';
  if (type === (daemon ? 'Recreate' : 'OnDelete')) {
    return { key: 'type', text: `is ${type}, which a ${daemon ? 'DaemonSet' : 'Deployment'} does not know; set it to RollingUpdate or ${daemon ? 'OnDelete' : 'Recreate'}` };
  }
  const key = 'rollingUpdate';
  if (type === 'Recreate' && isMap(strategy[key])) return { key, text: 'stands beside the type Recreate; remove one of the two' };
  if (type !== 'RollingUpdate') return undefined;
  const surge = textAt(strategy, key, 'maxSurge') || (daemon ? '0' : '25%');
  const unavailable = textAt(strategy, key, 'maxUnavailable') || (daemon ? '1' : '25%');
  const found = `has maxSurge ${surge} and maxUnavailable ${unavailable}`;
  if (isZero(surge) && isZero(unavailable)) return { key, text: `${found}, so no pod can be replaced; set one of them to 1 or more` };
  return daemon && !isZero(surge) && !isZero(unavailable) ? { key, text: `${found}, of which a DaemonSet takes one; set the other to 0` } : undefined;
}

export default {
  id: 'update-strategy-valid',
  severity: 'error',
  summary: 'the update strategy is one that the kind of workload takes',
  check({ values }, report) {
    const agent = textAt(values, 'agent', 'mode') === 'service' ? [['agent', 'service']] : [];
    const backend = textAt(values, 'defaultBackend', 'enabled') === '' ? [] : [['defaultBackend']];
    const workloads = [['controller'], ...agent, ...backend];
    for (const workload of workloads) {
      const problem = problemOf(mapAt(values, ...workload));
      const path = [...workload, 'updateStrategy'];
      if (problem) report([...path, problem.key], `${path.join('.')}.${problem.key} ${problem.text}`, [path, [...workload, 'kind']]);
    }
  },
} satisfies Rule;
