import { chmod } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';

/** Bundles the main.ts of a double's folder with its libraries into one program that starts with `#!<interpreter>`. */
export async function bundleDouble(folder: string, program: string, interpreter: string): Promise<void> {
  await build({
    entryPoints: [join(folder, 'main.ts')],
    outfile: program,
    absWorkingDir: join(import.meta.dirname, '../..'),
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    banner: { js: `#!${interpreter}` },
    logLevel: 'warning',
  });
  await chmod(program, 0o755);
}

/** The file above, for those whose images are built anew when it changes. */
export const bundler = import.meta.filename;
