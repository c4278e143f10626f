import { mapAt, textAt } from '../rule.ts';
import type { Rule } from '../rule.ts';

export default {
  id: 'no-waf-wiring-in-snippet',
  severity: 'error',
  summary: 'no snippet of the user loads the WAF module or sets its address',
  check({ values }, report) {
    for (const map of ['config', 'configUnchecked']) {
      for (const key of Object.keys(mapAt(values, 'controller', map))) {
        const path = ['controller', map, key];
        const text = textAt(values, ...path).replace(/#[^\n]*/g, '');
        if (/load_module\s+[^;]*(sigsci|fastly)/.test(text)) report(path, `${path.join('.')} loads the WAF module, which the chart does itself; remove the line and use module.path`);
        if (/sigsci_agent_(host|port)/.test(text)) report(path, `${path.join('.')} sets the agent's address, which the chart does itself; remove the line and use agent.*`);
      }
    }
  },
} satisfies Rule;
