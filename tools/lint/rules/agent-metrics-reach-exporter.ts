import { textAt } from '../rule.ts';
import type { Rule } from '../rule.ts';

const enabled = ['agent', 'metrics', 'enabled'];
const monitored = ['agent', 'metrics', 'podMonitor', 'enabled'];
const address = ['agent', 'config', 'statsd-address'];

export default {
  id: 'agent-metrics-reach-exporter',
  severity: 'error',
  summary: 'what the agent counts arrives where Prometheus reads it',
  check({ values }, report) {
    const mode = textAt(values, 'agent', 'mode');
    const own = `127.0.0.1:${textAt(values, 'agent', 'metrics', 'statsdPort')}`;
    const given = textAt(values, ...address);
    if (textAt(values, ...enabled) === '') {
      if (textAt(values, ...monitored) === '') return;
      report(monitored, `${monitored.join('.')} is true without ${enabled.join('.')}, so there is nothing to scrape; set both, or neither`);
    } else if (mode === 'external' || mode === 'none') {
      report(enabled, `${enabled.join('.')} is true, and with agent.mode ${mode} the chart runs no agent that could be counted; set it to false`);
    } else if (given !== '' && given !== own) {
      report(address, `${address.join('.')} is ${given}, and the exporter of agent.metrics listens on ${own}; remove it, or set ${enabled.join('.')} to false`);
    }
  },
} satisfies Rule;
