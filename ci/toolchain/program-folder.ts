import { createHash } from 'node:crypto';
import { symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { cached } from './cache.ts';
import { tool } from './tool.ts';
import type { ToolName } from './tool.ts';

/** A folder, to stand first on PATH, of links to the asked programs under the names that people type: helm3 and helm4 as `helm`. */
export async function programFolder(names: readonly ToolName[]): Promise<string> {
  const paths = await Promise.all([...names].sort().map(async (name) => [name.replace(/^helm\d$/, 'helm'), await tool(name)] as const));
  const key = createHash('sha256').update(JSON.stringify(paths)).digest('hex').slice(0, 16);
  return cached(`programs/${key}`, async (folder) => {
    for (const [name, path] of paths) await symlink(path, join(folder, name));
  });
}
