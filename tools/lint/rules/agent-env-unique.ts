import { egressVariables } from '../agent-egress.ts';
import { variableOf } from '../agent-options.ts';
import { keysSet, listAt, textAt } from '../rule.ts';
import type { Rule } from '../rule.ts';

export default {
  id: 'agent-env-unique',
  severity: 'error',
  summary: 'no variable of the agent has two sources',
  check({ values }, report) {
    const places = new Map([['SIGSCI_ACCESSKEYID', 'agent.credentials'], ['SIGSCI_SECRETACCESSKEY', 'agent.credentials']]);
    for (const option of keysSet(values, 'agent', 'config')) {
      const variable = variableOf(option);
      const other = places.get(variable);
      if (other) report(['agent', 'config', option], `agent.config.${option} sets ${variable}, which ${other} sets too; keep one of the two`);
      places.set(variable, `agent.config.${option}`);
    }
    const probed = textAt(values, 'agent', 'startup') !== 'none';
    for (const option of ['rpc-address', 'shared-cache-dir', ...(probed ? ['startup-probe-listener'] : [])]) {
      if (!places.has(variableOf(option))) places.set(variableOf(option), `the chart (agent.config.${option} changes it)`);
    }
    for (const [variable, place] of egressVariables(values)) places.set(variable, place);
    listAt(values, 'agent', 'extraEnvs').forEach((entry, index) => {
      const variable = textAt(entry, 'name');
      const other = places.get(variable);
      if (other) report(['agent', 'extraEnvs', index, 'name'], `agent.extraEnvs[${index}] sets ${variable}, which ${other} sets too; keep one of the two`);
      if (variable !== '') places.set(variable, `agent.extraEnvs[${index}]`);
    });
  },
} satisfies Rule;
