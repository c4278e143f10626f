import { join } from 'node:path';
import { build } from 'esbuild';
import type { Place } from './place.ts';

/** The programs of the lab that are TypeScript: bundled into its folder, they start fast and need no checkout any more. */
export type InsideProgram = 'load-balancer' | 'request';

export async function bundlePrograms(place: Place): Promise<void> {
  const programs: readonly InsideProgram[] = ['load-balancer', 'request'];
  await build({
    entryPoints: programs.map((name) => join(import.meta.dirname, '../inside', name, 'main.ts')),
    outdir: join(place.folder, 'inside'),
    outbase: join(import.meta.dirname, '../inside'),
    outExtension: { '.js': '.mjs' },
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    logLevel: 'silent',
  });
}

/** The command that runs one of them. */
export function insideCommand(place: Place, name: InsideProgram): string[] {
  return [process.execPath, join(place.folder, 'inside', name, 'main.mjs')];
}
