import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { chartFolder } from './helm.ts';

/** A file of chart/ci. */
export interface ChartCase {
  readonly name: string;
  readonly file: string;
}

/** All cases of chart/ci, by name. */
export const chartCases: readonly ChartCase[] = readdirSync(join(chartFolder, 'ci'))
  .sort()
  .map((file) => ({ name: file.replace(/-values\.yaml$/, ''), file: join(chartFolder, 'ci', file) }));
