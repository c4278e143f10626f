import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { attempt, run } from '../toolchain/run.ts';

/**
 * Writes the chart as it was before the newest commit that changed it, or before what is not yet committed, below
 * `folder` and returns its path; undefined where there is no history, as in a shallow clone.
 */
export async function previousChart(folder: string): Promise<string | undefined> {
  const before = await previousCommit();
  if (before === undefined) return undefined;
  await mkdir(folder, { recursive: true });
  const archive = join(folder, 'chart.tar');
  await run(['git', 'archive', '--output', archive, before, 'chart']);
  await run(['tar', '--extract', '--file', archive, '--directory', folder]);
  return join(folder, 'chart');
}

async function previousCommit(): Promise<string | undefined> {
  const { stdout: uncommitted, code } = await attempt(['git', 'status', '--porcelain', '--', 'chart']);
  if (code !== 0) return undefined;
  if (uncommitted !== '') return 'HEAD';
  const { stdout: newest } = await attempt(['git', 'rev-list', '--max-count=1', 'HEAD', '--', 'chart']);
  const { code: missing, stdout: parent } = await attempt(['git', 'rev-parse', '--verify', '--quiet', `${newest.trim()}^`]);
  return missing === 0 ? parent.trim() : undefined;
}
