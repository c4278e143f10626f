import rule from '../../tools/lint/rules/agent-user-numbered.ts';
import { testRule } from '../support/test-rule.ts';

const remedy = "set agent.securityContext.runAsUser to that user's number";
const pod = 'controller:\n  podSecurityContext: {runAsNonRoot: true}\n';

testRule(rule, [
  {
    title: 'refuses a promise that the kubelet cannot check',
    layers: [pod],
    found: [`values.yaml:2:38 controller.podSecurityContext.runAsNonRoot is true, which the kubelet cannot check for the agent, whose image names its user; ${remedy}`],
  },
  {
    title: "refuses another user for the agent's own pods",
    layers: ['agent:\n  mode: service\n  service:\n    podSecurityContext: {runAsUser: 1000}\n'],
    found: [`values.yaml:4:37 agent.service.podSecurityContext.runAsUser is 1000 for the agent too, whose program only its image's own user may run; ${remedy}`],
  },
  { title: "accepts both beside the agent's number", layers: [`agent:\n  securityContext: {runAsUser: 100}\ncontroller:\n  podSecurityContext: {runAsNonRoot: true, runAsUser: 101}\n`] },
  { title: 'lets the container say otherwise than its pod', layers: [`agent:\n  securityContext: {runAsNonRoot: false}\n${pod}`] },
  { title: 'accepts it where no agent runs in the pod', layers: [`agent:\n  mode: none\n${pod}`] },
]);
