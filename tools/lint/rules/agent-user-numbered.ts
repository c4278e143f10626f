import { mapAt, textAt } from '../rule.ts';
import type { Rule } from '../rule.ts';

const own = ['agent', 'securityContext'];
const pods = new Map([['sidecar', ['controller', 'podSecurityContext']], ['service', ['agent', 'service', 'podSecurityContext']]]);
const remedy = "set agent.securityContext.runAsUser to that user's number";

export default {
  id: 'agent-user-numbered',
  severity: 'error',
  summary: "the agent's user has a number where its pod asks for one",
  check({ values }, report) {
    const pod = pods.get(textAt(values, 'agent', 'mode'));
    if (!pod || textAt(values, ...own, 'runAsUser') !== '') return;
    const user = textAt(values, ...pod, 'runAsUser');
    if (user !== '') {
      report([...pod, 'runAsUser'], `${pod.join('.')}.runAsUser is ${user} for the agent too, whose program only its image's own user may run; ${remedy}`);
      return;
    }
    const place = [own, pod].find((path) => 'runAsNonRoot' in mapAt(values, ...path));
    if (!place || mapAt(values, ...place)['runAsNonRoot'] !== true) return;
    const found = `${place.join('.')}.runAsNonRoot is true, which the kubelet cannot check for the agent, whose image names its user`;
    report([...place, 'runAsNonRoot'], `${found}; ${remedy}`);
  },
} satisfies Rule;
