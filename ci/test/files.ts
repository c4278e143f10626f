import { readdir } from 'node:fs/promises';
import { join, relative } from 'node:path';

/** A run of test files that may share the machine: at most `parallel` of them at once. */
export interface Stage {
  readonly title: string;
  readonly parallel: number;
  readonly files: readonly string[];
  /** Whether its files share the lab named `test`. */
  readonly sharesLab: boolean;
}

/** Folders whose tests start a cluster of their own or work in a shared one. */
const clusterFolders = ['test/lab/', 'test/e2e/'];

/**
 * All test files below `test/` whose path contains `pattern`, in the order in which they run:
 * fast ones first, two at a time; then the cluster's, one after the other.
 */
export async function stages(root: string, pattern: string, fast: boolean): Promise<Stage[]> {
  const found = await testFiles(join(root, 'test'));
  const files = found.map((file) => relative(root, file)).filter((file) => file.includes(pattern)).sort();
  const needsCluster = (file: string): boolean => clusterFolders.some((folder) => file.startsWith(folder));
  const local: Stage = { title: 'without a cluster', parallel: 2, sharesLab: false, files: files.filter((file) => !needsCluster(file)) };
  const cluster: Stage = { title: 'on a real Kubernetes', parallel: 1, sharesLab: true, files: files.filter(needsCluster) };
  return fast ? [local] : [local, cluster];
}

async function testFiles(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true });
  return entries
    .filter((entry) => entry.isFile() && entry.name.endsWith('.test.ts'))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => !file.includes('node_modules'));
}
