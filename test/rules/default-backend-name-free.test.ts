import rule from '../../tools/lint/rules/default-backend-name-free.ts';
import { testRule } from '../support/test-rule.ts';

const named = (name: string): string => `defaultBackend:\n  enabled: true\n  name: ${name}\n`;

testRule(rule, [
  { title: 'finds the name of the controller', layers: [named('controller')], found: ['values.yaml:3:9 defaultBackend.name is controller, which controller.name takes too; take another name'] },
  {
    title: 'points at the controller where the default name is the one that is taken',
    layers: ['controller:\n  name: defaultbackend\ndefaultBackend:\n  enabled: true\n'],
    found: ['values.yaml:2:9 defaultBackend.name is defaultbackend, which controller.name takes too; take another name'],
  },
  { title: 'knows the agent with pods of its own', layers: [`agent:\n  mode: service\n${named('agent')}`], found: ['values.yaml:5:9 defaultBackend.name is agent, which agent.mode takes too; take another name'] },
  { title: 'accepts that name where the agent has none', layers: [named('agent')] },
  { title: 'accepts another name', layers: [named('errors')] },
  { title: 'does not look at a default backend that is not there', layers: ['defaultBackend:\n  name: controller\n'] },
]);
