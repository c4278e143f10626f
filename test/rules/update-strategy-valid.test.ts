import rule from '../../tools/lint/rules/update-strategy-valid.ts';
import { testRule } from '../support/test-rule.ts';

const strategy = (kind: string, text: string): string => `controller:\n  kind: ${kind}\n  updateStrategy: ${text}\n`;

testRule(rule, [
  {
    title: 'refuses Recreate for a DaemonSet',
    layers: [strategy('DaemonSet', '{type: Recreate}')],
    found: ['values.yaml:3:26 controller.updateStrategy.type is Recreate, which a DaemonSet does not know; set it to RollingUpdate or OnDelete'],
  },
  {
    title: 'refuses numbers beside Recreate',
    layers: [strategy('Deployment', '{type: Recreate, rollingUpdate: {maxSurge: 1}}')],
    found: ['values.yaml:3:51 controller.updateStrategy.rollingUpdate stands beside the type Recreate; remove one of the two'],
  },
  {
    title: "counts the DaemonSet's own maxUnavailable",
    layers: [strategy('DaemonSet', '{rollingUpdate: {maxSurge: 1}}')],
    found: ['values.yaml:3:35 controller.updateStrategy.rollingUpdate has maxSurge 1 and maxUnavailable 1, of which a DaemonSet takes one; set the other to 0'],
  },
  {
    title: 'refuses numbers with which no pod can be replaced, for the agent too',
    layers: ['agent:\n  mode: service\n  service:\n    updateStrategy: {rollingUpdate: {maxSurge: 0, maxUnavailable: 0%}}\n'],
    found: ['values.yaml:4:37 agent.service.updateStrategy.rollingUpdate has maxSurge 0 and maxUnavailable 0%, so no pod can be replaced; set one of them to 1 or more'],
  },
  {
    title: 'knows that the default backend is a Deployment',
    layers: ['defaultBackend:\n  enabled: true\n  updateStrategy: {type: OnDelete}\n'],
    found: ['values.yaml:3:26 defaultBackend.updateStrategy.type is OnDelete, which a Deployment does not know; set it to RollingUpdate or Recreate'],
  },
  { title: 'does not look at a default backend that is not there', layers: ['defaultBackend:\n  updateStrategy: {type: OnDelete}\n'] },
  { title: 'does not look at an agent that is not there', layers: ['agent:\n  service:\n    updateStrategy: {rollingUpdate: {maxSurge: 0, maxUnavailable: 0}}\n'] },
  { title: 'accepts OnDelete for a DaemonSet', layers: [strategy('DaemonSet', '{type: OnDelete}')] },
  { title: 'accepts one number for a Deployment', layers: [strategy('Deployment', '{rollingUpdate: {maxSurge: 0}}')] },
]);
