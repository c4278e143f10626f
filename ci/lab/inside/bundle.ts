import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';

/** The programs that run where a cluster's addresses are reachable: every folder beside this file that holds a main.ts. */
export async function insidePrograms(): Promise<string[]> {
  return (await readdir(import.meta.dirname)).filter((name) => existsSync(join(import.meta.dirname, name, 'main.ts'))).sort();
}

/** Bundles the named programs as `folder/NAME/main.mjs`: so they start fast and need no checkout. */
export async function bundleInside(folder: string, names: readonly string[]): Promise<void> {
  await build({
    entryPoints: names.map((name) => join(import.meta.dirname, name, 'main.ts')),
    outdir: folder,
    outbase: import.meta.dirname,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    platform: 'node',
    format: 'esm',
    // Libraries of the old kind (ws) ask for node's own modules by require: https://github.com/evanw/esbuild/issues/1921
    banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
    target: 'node20',
    logLevel: 'silent',
  });
}
