import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Puts a shell script into a folder as the program `name` and returns its path. */
export async function fakeProgram(folder: string, name: string, script: string): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, `#!/bin/sh\n${script}\n`);
  await chmod(path, 0o755);
  return path;
}
