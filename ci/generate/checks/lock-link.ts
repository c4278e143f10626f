import { readlink } from 'node:fs/promises';
import { join } from 'node:path';
import type { Check } from '../generator.ts';

/** The check that the lock at the root is a link to the chart's real one (helm refuses a link at the chart's place). */
export const lockLink: Check = {
  name: 'Chart.lock is a link to chart/Chart.lock',
  async find(root) {
    const target = await readlink(join(root, 'Chart.lock')).catch(() => undefined);
    return target === 'chart/Chart.lock' ? [] : [`Chart.lock: ${target === undefined ? 'is no link' : `leads to ${target}`}; run: ln -sfn chart/Chart.lock Chart.lock`];
  },
};
