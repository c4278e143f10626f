import { readdir } from 'node:fs/promises';
import { join, relative } from 'node:path';
import type { Options } from './options.ts';

/** Test files that run at the same time, each lane one file after the other. */
export interface Stage {
  readonly title: string;
  readonly lanes: readonly (readonly string[])[];
}

export interface Plan {
  /** Whether any file needs a cluster. */
  readonly onCluster: boolean;
  readonly stages: readonly Stage[];
  /** One line for each part that a cluster of the user's cannot judge. */
  readonly leftOut: readonly string[];
}

/**
 * All test files below `test/` whose path contains the pattern, in the order in which they run: those without a cluster;
 * those that share one, where the releases that own the class `nginx` must not meet; those that put load on it, of which
 * two fit on a node of two cores, with nothing else beside; last, alone, those that restart the cluster's programs or
 * compare the whole cluster or machine before and after. The long form and an existing cluster are about clusters only.
 */
export async function plan(root: string, { pattern, fast, setting }: Options): Promise<Plan> {
  const found = (await testFiles(join(root, 'test'))).map((file) => relative(root, file));
  const files = found.filter((file) => file.includes(pattern)).sort();
  const below = (folder: string): string[] => files.filter((file) => file.startsWith(folder));
  const classOwners = below('test/e2e/default-class/');
  const whole = [...below('test/e2e/data-path/node-restarts.test.ts'), ...below('test/e2e/least-privilege.test.ts'), ...below('test/e2e/releases.test.ts')];
  const labs = below('test/lab/');
  const load = below('test/e2e/data-path/').filter((file) => !whole.includes(file));
  const ownClasses = below('test/e2e/').filter((file) => ![...classOwners, ...load, ...whole].includes(file));
  const local = files.filter((file) => !/^test\/(e2e|lab)\//.test(file));
  const withoutCluster = { title: 'without a cluster', lanes: dealt(local, 2) };
  const shared = [{ title: 'on a real Kubernetes', lanes: [ownClasses, classOwners] }, { title: 'under load', lanes: dealt(load, 2) }];
  if (fast) return { onCluster: false, stages: [withoutCluster], leftOut: [] };
  if (setting.backend === 'existing') return { onCluster: true, stages: shared, leftOut: leftOutOf(whole, labs) };
  const clusters = [...shared, { title: 'that have the whole cluster or machine', lanes: [[...whole, ...labs]] }];
  return { onCluster: local.length < files.length, stages: setting.long ? clusters : [withoutCluster, ...clusters], leftOut: [] };
}

function leftOutOf(whole: readonly string[], labs: readonly string[]): string[] {
  return [
    ...whole.map((file) => `left out: ${file}: it needs the whole cluster, and in yours others may be at work`),
    ...(labs.length > 0 ? ['left out: test/lab/: it is about the lab itself'] : []),
  ];
}

/** Every `count`-th file in a lane of its own. */
function dealt(files: readonly string[], count: number): string[][] {
  return Array.from({ length: count }, (_, lane) => files.filter((_file, index) => index % count === lane));
}

async function testFiles(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true });
  return entries
    .filter((entry) => entry.isFile() && entry.name.endsWith('.test.ts'))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => !file.includes('node_modules'));
}
