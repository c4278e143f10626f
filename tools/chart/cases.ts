import { readFile, readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { UserError } from '../errors.ts';

/** One way to install a chart: a values file of its folder `ci`, where chart-testing looks too. */
export interface Case {
  /** `classic-sidecar` for ci/classic-sidecar-values.yaml. */
  readonly name: string;
  /** Absolute path of the values file; absent: the chart's defaults alone. */
  readonly file?: string;
}

const suffix = '-values.yaml';

/** A chart's cases in alphabetical order, or those of another folder; a chart without the folder has the one case `defaults`, as for ct. */
export async function findCases(chart: string, folder = join(chart, 'ci')): Promise<Case[]> {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  const found = names.filter((name) => name.endsWith(suffix) && name !== suffix).map((name) => name.slice(0, -suffix.length));
  if (found.length === 0) return [{ name: 'defaults' }];
  return found.sort().map((name) => ({ name, file: join(folder, `${name}${suffix}`) }));
}

/** The cases whose name holds one of the words; no word: all. A word that matches nothing is a UserError. */
export function selectCases(cases: readonly Case[], words: readonly string[]): Case[] {
  const idle = words.find((word) => !cases.some(({ name }) => name.includes(word)));
  if (idle !== undefined) throw new UserError(`--filter ${idle} matches no case; there are: ${cases.map(({ name }) => name).join(', ')}`);
  return cases.filter(({ name }) => words.length === 0 || words.some((word) => name.includes(word)));
}

/** A chart's name, from its Chart.yaml. */
export async function chartName(chart: string): Promise<string> {
  const text = await readFile(join(chart, 'Chart.yaml'), 'utf8');
  return /^name:\s*["']?([^"'\s#]+)/m.exec(text)?.[1] ?? basename(chart);
}
