import { valueAt } from '../../values/path.ts';
import { listAt, textAt } from '../rule.ts';
import type { Rule } from '../rule.ts';

const policy = ['agent', 'service', 'networkPolicy'];
const hostNetwork = ['controller', 'hostNetwork'];

export default {
  id: 'agent-policy-admits-controller',
  severity: 'error',
  summary: "the agents' NetworkPolicy lets the controllers in",
  check({ values }, report) {
    const restricted = textAt(values, 'agent', 'mode') === 'service' && valueAt(values, [...policy, 'enabled']) === true;
    if (!restricted || valueAt(values, hostNetwork) !== true || listAt(values, ...policy, 'ingress', 'from').length > 0) return;
    const found = 'agent.service.networkPolicy.enabled is true beside controller.hostNetwork, whose pods no policy can choose, so that nginx would pass everything uninspected';
    report([...policy, 'enabled'], `${found}; name the nodes' addresses in agent.service.networkPolicy.ingress.from, or set it to false`, [hostNetwork]);
  },
} satisfies Rule;
