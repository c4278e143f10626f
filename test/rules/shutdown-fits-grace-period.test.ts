import rule from '../../tools/lint/rules/shutdown-fits-grace-period.ts';
import { testRule } from '../support/test-rule.ts';

const grace = (seconds: number, rest = ''): string => `controller:\n  terminationGracePeriodSeconds: ${seconds}\n${rest}`;
const sums = (agent: string, workers: number, post = 10): string => `(post-shutdown-grace-period ${post}, ${agent}shutdownGracePeriod 10, worker-shutdown-timeout ${workers})`;
const withAgent = 'service-shutdown-timeout 2, ';
const remedy = (least: number): string => `set it to ${least} or more, or lower controller.config.worker-shutdown-timeout`;

testRule(rule, [
  {
    title: 'refuses a grace period that ends with the last step',
    layers: [grace(262)],
    found: [`values.yaml:2:34 controller.terminationGracePeriodSeconds is 262, and a pod may take 262 seconds to stop ${sums(withAgent, 240)}; ${remedy(263)}`],
  },
  { title: 'accepts a second more', layers: [grace(263)] },
  {
    title: 'is placed at the value that outgrew the default',
    layers: ['controller:\n  config:\n    worker-shutdown-timeout: 1h\n'],
    found: [`values.yaml:3:30 controller.terminationGracePeriodSeconds is 300, and a pod may take 3622 seconds to stop ${sums(withAgent, 3600)}; ${remedy(3623)}`],
  },
  { title: "reads nginx's times of several parts", layers: ['controller:\n  config:\n    worker-shutdown-timeout: 4m 30s\n'] },
  {
    title: 'takes a plain number of nginx for seconds',
    layers: ['controller:\n  config:\n    worker-shutdown-timeout: 278\n'],
    found: [`values.yaml:3:30 controller.terminationGracePeriodSeconds is 300, and a pod may take 300 seconds to stop ${sums(withAgent, 278)}; ${remedy(301)}`],
  },
  { title: 'rounds up what is less than a second', layers: [grace(24, '  config:\n    worker-shutdown-timeout: 100ms\n')] },
  {
    title: 'refuses what nginx takes for no limit',
    layers: ['controller:\n  configUnchecked:\n    worker-shutdown-timeout: 0s\n'],
    found: ['values.yaml:3:30 worker-shutdown-timeout is 0, and a stopping nginx then waits for its last connection without end; set it to a time, and controller.terminationGracePeriodSeconds to more'],
  },
  {
    title: "counts the argument and the agent's option, whose plain numbers are milliseconds",
    layers: ['agent:\n  config:\n    service-shutdown-timeout: 30000\ncontroller:\n  extraArgs:\n    post-shutdown-grace-period: 20\n'],
    found: [`values.yaml:6:33 controller.terminationGracePeriodSeconds is 300, and a pod may take 300 seconds to stop ${sums('service-shutdown-timeout 30, ', 240, 20)}; ${remedy(301)}`],
  },
  {
    title: "counts the agent's variable",
    layers: ['agent:\n  extraEnvs:\n    - name: A\n      value: b\n    - name: SIGSCI_SERVICE_SHUTDOWN_TIMEOUT\n      value: 40s\n'],
    found: [`values.yaml:6:14 controller.terminationGracePeriodSeconds is 300, and a pod may take 300 seconds to stop ${sums('service-shutdown-timeout 40, ', 240)}; ${remedy(301)}`],
  },
  { title: 'does not judge a variable from a ConfigMap', layers: ['agent:\n  extraEnvs:\n    - name: SIGSCI_SERVICE_SHUTDOWN_TIMEOUT\n      valueFrom: { configMapKeyRef: { name: agent, key: stop } }\n'] },
  {
    title: 'leaves out an agent that does not stop after the controller',
    layers: [`agent:\n  sidecar:\n    native: false\n${grace(260)}`],
    found: [`values.yaml:5:34 controller.terminationGracePeriodSeconds is 260, and a pod may take 260 seconds to stop ${sums('', 240)}; ${remedy(261)}`],
  },
  { title: 'accepts a second more there', layers: [`agent:\n  sidecar:\n    native: false\n${grace(261)}`] },
  {
    title: 'counts the sleep of a preStop hook',
    layers: [grace(292, '  lifecycle:\n    preStop:\n      exec:\n        command: [sh, -c, sleep 30 && /wait-shutdown]\n')],
    found: [`values.yaml:2:34 controller.terminationGracePeriodSeconds is 292, and a pod may take 292 seconds to stop ${sums(`preStop 30, ${withAgent}`, 240)}; ${remedy(293)}`],
  },
  {
    title: 'counts it in the form of its own',
    layers: [grace(292, '  lifecycle:\n    preStop:\n      exec: null\n      sleep:\n        seconds: 30\n')],
    found: [`values.yaml:2:34 controller.terminationGracePeriodSeconds is 292, and a pod may take 292 seconds to stop ${sums(`preStop 30, ${withAgent}`, 240)}; ${remedy(293)}`],
  },
  { title: 'accepts a second more for both', layers: [grace(293, '  lifecycle:\n    preStop:\n      exec: null\n      sleep:\n        seconds: 30\n')] },
  { title: 'does not judge values without a grace period, which the schema refuses', layers: ['controller:\n  terminationGracePeriodSeconds: null\n'] },
  { title: 'does not judge a text that is no time', layers: ['controller:\n  config:\n    worker-shutdown-timeout: "{{ .Values.drain }}"\n'] },
]);
