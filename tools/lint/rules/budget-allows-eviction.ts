import type { ValueMap } from '../../values/value.ts';
import { textAt } from '../rule.ts';
import type { Rule } from '../rule.ts';
import { minimumPath } from '../scaling.ts';

/** The limit that the budget holds, as the chart chooses it. */
function limitOf(values: ValueMap): { key: string; limit: string } {
  const maximum = textAt(values, 'controller', 'maxUnavailable');
  return maximum === '' ? { key: 'minAvailable', limit: textAt(values, 'controller', 'minAvailable') } : { key: 'maxUnavailable', limit: maximum };
}

export default {
  id: 'budget-allows-eviction',
  severity: 'warning',
  summary: 'the disruption budget lets one pod go',
  check({ values }, report) {
    const least = minimumPath(values);
    const pods = Number(textAt(values, ...least));
    const { key, limit } = limitOf(values);
    const share = Number.parseInt(limit);
    // Not a number: that is the schema's finding, and nothing can be counted.
    if (textAt(values, 'controller', 'kind') !== 'Deployment' || !(pods > 1) || Number.isNaN(share)) return;
    const count = limit.endsWith('%') ? Math.ceil((pods * share) / 100) : share;
    if (key === 'maxUnavailable' ? count > 0 : count < pods) return;
    const path = ['controller', key];
    const found = key === 'maxUnavailable' ? `is ${limit}` : `is ${limit}, and there may be no more than ${pods} pods`;
    const remedy = key === 'maxUnavailable' ? 'set it to 1 or more' : 'lower it, or set controller.maxUnavailable to 1';
    report(path, `${path.join('.')} ${found}: none may then be evicted, and the drain of a node waits for ever; ${remedy}`, [least]);
  },
} satisfies Rule;
