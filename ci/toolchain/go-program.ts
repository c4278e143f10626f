import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import type { ProgramPin } from '../pins.ts';
import { cached } from './cache.ts';
import { run } from './run.ts';

/**
 * The path of a program, statically linked, built from its Go module when the cache lacks that version. `modules` is the
 * folder beside this file whose go.mod and go.sum pin it.
 */
export async function goProgram(name: string, { version, program }: ProgramPin, modules: string): Promise<string> {
  return join(await cached(`${name}-${version}`, (folder) => build(folder, name, version, program, modules)), name);
}

async function build(folder: string, name: string, version: string, program: string, modules: string): Promise<void> {
  process.stderr.write(`building ${name} ${version} ...\n`);
  const source = join(folder, 'source');
  await cp(join(import.meta.dirname, modules), source, { recursive: true });
  const environment = { ...process.env, CGO_ENABLED: '0', GOFLAGS: '-buildvcs=false' };
  await run(['go', 'build', '-trimpath', '-ldflags', '-s -w', '-o', join(folder, name), program], { cwd: source, env: environment });
}
