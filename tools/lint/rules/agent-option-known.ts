import { didYouMean } from '../../nearest.ts';
import { agentOptions, deprecatedOptions, foreignVariables, isReverseProxy, misspeltVariables, variableOf } from '../agent-options.ts';
import { listAt, mapAt, textAt } from '../rule.ts';
import type { Rule } from '../rule.ts';

const variables = agentOptions.map(variableOf);
const unread = 'the agent ignores what it does not know';

export default {
  id: 'agent-option-known',
  severity: 'warning',
  summary: 'options and SIGSCI_ variables are ones that the agent reads',
  check({ values }, report) {
    for (const option of Object.keys(mapAt(values, 'agent', 'config'))) {
      const words = aboutOption(option);
      if (words) report(['agent', 'config', option], `agent.config.${option} ${words}`);
    }
    listAt(values, 'agent', 'extraEnvs').forEach((entry, index) => {
      const name = textAt(entry, 'name');
      const words = name.startsWith('SIGSCI_') ? aboutVariable(name) : undefined;
      if (words) report(['agent', 'extraEnvs', index, 'name'], `agent.extraEnvs[${index}].name ${name} ${words}`);
    });
  },
} satisfies Rule;

function aboutOption(option: string): string | undefined {
  const deprecated = Object.hasOwn(deprecatedOptions, option) ? deprecatedOptions[option] : undefined;
  if (deprecated !== undefined) return `is deprecated; ${deprecated}`;
  if (agentOptions.includes(option) || isReverseProxy(variableOf(option))) return undefined;
  const right = misspeltVariables[variableOf(option)];
  const known = right === undefined ? undefined : agentOptions.find((name) => variableOf(name) === right);
  return `is no documented option, and ${unread}${known ? `; did you mean "${known}"?` : didYouMean(option, agentOptions) || '; check its name'}`;
}

function aboutVariable(variable: string): string | undefined {
  const deprecated = Object.entries(deprecatedOptions).find(([option]) => variableOf(option) === variable)?.[1];
  if (deprecated !== undefined) return `is deprecated; ${deprecated}`;
  if (variables.includes(variable) || isReverseProxy(variable)) return undefined;
  if (foreignVariables.includes(variable)) return `belongs to the vendor's Node module, and ${unread}; remove it`;
  const right = misspeltVariables[variable];
  return `is no documented variable, and ${unread}${right ? `; did you mean "${right}"?` : didYouMean(variable, variables) || '; check its name'}`;
}
