import { cp, mkdir } from 'node:fs/promises';
import { basename, dirname, join, relative, sep } from 'node:path';
import { chartName } from '../chart/cases.ts';
import type { Case } from '../chart/cases.ts';

/** What a chart folder may hold that is no part of the chart. */
const strangers = new Set(['.git', 'node_modules']);

/**
 * Copies the chart with that one case alone into `folder` and returns the copy's path. ct stops at the
 * first case that fails, so each gets a run of its own; the copy's name becomes the start of the release's.
 */
export async function stageCase(chart: string, one: Case, folder: string): Promise<string> {
  const copy = join(folder, one.name, await chartName(chart));
  await mkdir(dirname(copy), { recursive: true });
  await cp(chart, copy, { recursive: true, filter: (source) => belongs(relative(chart, source)) });
  if (one.file !== undefined) await cp(one.file, join(copy, 'ci', basename(one.file)));
  return copy;
}

function belongs(path: string): boolean {
  const [first = '', ...rest] = path.split(sep);
  return first !== 'ci' && ![first, ...rest].some((part) => strangers.has(part));
}
