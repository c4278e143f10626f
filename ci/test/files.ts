import { readdir } from 'node:fs/promises';
import { join, relative } from 'node:path';

/** Test files that run at the same time, each lane one file after the other. */
export interface Stage {
  readonly title: string;
  readonly lanes: readonly (readonly string[])[];
}

/**
 * All test files below `test/` whose path contains `pattern`, in the order in which they run: those without a cluster;
 * those that share one, where the releases that own the class `nginx` must not meet; last those that compare the whole
 * cluster or machine before and after, alone.
 */
export async function stages(root: string, pattern: string, fast: boolean): Promise<Stage[]> {
  const found = (await testFiles(join(root, 'test'))).map((file) => relative(root, file));
  const files = found.filter((file) => file.includes(pattern)).sort();
  const below = (folder: string): string[] => files.filter((file) => file.startsWith(folder));
  const classOwners = below('test/e2e/default-class/');
  const alone = [...below('test/e2e/releases.test.ts'), ...below('test/lab/')];
  const ownClasses = below('test/e2e/').filter((file) => ![...classOwners, ...alone].includes(file));
  const local = files.filter((file) => ![...classOwners, ...ownClasses, ...alone].includes(file));
  const withoutCluster = { title: 'without a cluster', lanes: dealt(local, 2) };
  if (fast) return [withoutCluster];
  return [withoutCluster, { title: 'on a real Kubernetes', lanes: [ownClasses, classOwners] }, { title: 'that compare before and after', lanes: [alone] }];
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
