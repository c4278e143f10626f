import { existsSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { UserError } from '../errors.ts';

/**
 * The folder of the chart to work on: what the user named, else `chart` in the current folder, else
 * the chart in whose folder the user stands.
 */
export function findChart(named: string | undefined, cwd: string): string {
  const candidates = named === undefined ? ['chart', '.'] : [named];
  const found = candidates.map((folder) => resolve(cwd, folder)).find((folder) => existsSync(join(folder, 'Chart.yaml')));
  if (found !== undefined) return found;
  throw new UserError(named === undefined ? 'no chart in this folder; name one by --chart DIR' : `no chart in ${named}: it has no Chart.yaml`);
}

/** A path as the user would write it from where they stand. */
export function shown(path: string, cwd: string): string {
  const fromHere = relative(cwd, path);
  return fromHere.startsWith('..') ? path : fromHere || '.';
}
