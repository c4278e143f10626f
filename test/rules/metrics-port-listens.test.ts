import rule from '../../tools/lint/rules/metrics-port-listens.ts';
import { testRule } from '../support/test-rule.ts';

const values = (enabled: boolean, port: number, flag: string): string => `controller:\n  metrics: {enabled: ${enabled}, port: ${port}}\n${flag}`;
const moved = '  extraArgs: {healthz-port: 10300}\n';

testRule(rule, [
  {
    title: 'refuses a port beside the listener',
    layers: [values(true, 10254, moved)],
    found: ['values.yaml:2:34 controller.metrics.port is 10254, and controller.extraArgs.healthz-port has the metrics on 10300; remove healthz-port, which follows controller.metrics.port'],
  },
  { title: 'accepts the same port twice', layers: [values(true, 10300, moved)] },
  { title: 'accepts a port that the listener follows', layers: [values(true, 10300, '')] },
  { title: 'does not look at metrics that are off', layers: [values(false, 10254, moved)] },
]);
