import rule from '../../tools/lint/rules/agent-metrics-reach-exporter.ts';
import { testRule } from '../support/test-rule.ts';

const counted = (rest = ''): string => `agent:\n  metrics:\n    enabled: true\n${rest}`;
const sentTo = (address: string): string => counted(`  config:\n    statsd-address: ${address}\n`);

testRule(rule, [
  {
    title: 'refuses an agent that sends elsewhere',
    layers: [sentTo('statsd.monitoring:8125')],
    found: ['values.yaml:5:21 agent.config.statsd-address is statsd.monitoring:8125, and the exporter of agent.metrics listens on 127.0.0.1:9125; remove it, or set agent.metrics.enabled to false'],
  },
  { title: 'accepts the address that the chart writes itself', layers: [sentTo('127.0.0.1:9125')] },
  { title: 'accepts another address without the exporter', layers: ['agent:\n  config:\n    statsd-address: statsd.monitoring:8125\n'] },
  {
    title: 'refuses an exporter where the chart runs no agent',
    layers: [counted('  mode: none\n')],
    found: ['values.yaml:3:14 agent.metrics.enabled is true, and with agent.mode none the chart runs no agent that could be counted; set it to false'],
  },
  { title: 'accepts one in the pods of mode service', layers: [counted('  mode: service\n')] },
  {
    title: 'refuses a PodMonitor that has nothing to scrape',
    layers: ['agent:\n  metrics:\n    podMonitor:\n      enabled: true\n'],
    found: ['values.yaml:4:16 agent.metrics.podMonitor.enabled is true without agent.metrics.enabled, so there is nothing to scrape; set both, or neither'],
  },
  { title: 'accepts it with the exporter', layers: [counted('    podMonitor:\n      enabled: true\n')] },
]);
