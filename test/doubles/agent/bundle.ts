import { build } from 'esbuild';
import { fileURLToPath } from 'node:url';

/** Bundles the agent double with its libraries into one file that starts with `#!<interpreter>`. */
export async function bundleAgent(outputFile: string, interpreter: string): Promise<void> {
  await build({
    entryPoints: [fileURLToPath(new URL('main.ts', import.meta.url))],
    outfile: outputFile,
    absWorkingDir: fileURLToPath(new URL('../../..', import.meta.url)),
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    banner: { js: `#!${interpreter}` },
    logLevel: 'warning',
  });
}
