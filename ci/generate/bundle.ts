import { createHash } from 'node:crypto';
import { chmod, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build, transform } from 'esbuild';
import { banner } from './banner.ts';
import type { Generator } from './generator.ts';
import { bundledPackages, licences } from './licences.ts';
import { writeAtomically } from './write.ts';

const output = 'tools/dist/sigsci-values.cjs';
const notices = 'tools/dist/LICENCES.txt';
const endOfComment = '*' + '/';
const inComment = '*@/';

/** The command line as one file without dependencies: tools/launcher.cjs, and the program in a comment behind it. */
export const bundleGenerator: Generator = {
  name: 'command line bundle',
  sources: ['tools', 'package.json', 'tsconfig.json'],
  outputs: [output, notices],
  async run(root) {
    const { program, packages } = await bundleProgram(root);
    if (program.includes(inComment)) throw new Error(`the program holds ${inComment}, which stands for ${endOfComment} in the bundle`);
    if (/\bimport\(/.test(program)) throw new Error('the program holds import(, which fails in the bundle: the launcher runs it by vm.Script');
    const launcher = (await readFile(join(root, 'tools/launcher.cjs'), 'utf8')).replace('DIGEST', `'${digest(program)}'`);
    const { code } = await transform(launcher, { loader: 'js', target: 'node20.19' });
    const text = `#!/usr/bin/env node\n// ${banner('tools/')}\n${code}/*PROGRAM\n${program.replaceAll(endOfComment, inComment)}\n${endOfComment}\n`;
    await writeAtomically(join(root, output), text);
    await chmod(join(root, output), 0o755);
    const head = `${banner('the packages that sigsci-values.cjs holds')}\n\n`;
    await writeAtomically(join(root, notices), head + (await licences(root, packages)));
  },
};

/** The program as the source of a function that takes what Node gives a CommonJS module (ASCII, so that bytes are characters), and the npm packages in it. */
async function bundleProgram(root: string): Promise<{ program: string; packages: string[] }> {
  const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as { version: string };
  const result = await build({
    entryPoints: [join(root, 'tools/bin.ts')],
    absWorkingDir: root,
    // The check builds in a copy whose node_modules is a link; the bundle names modules by their path.
    preserveSymlinks: true,
    bundle: true,
    write: false,
    metafile: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20.19',
    // The launcher runs the program by vm.Script, which knows no import(): it becomes a call of require.
    supported: { 'dynamic-import': false },
    charset: 'ascii',
    legalComments: 'none',
    minifySyntax: true,
    minifyWhitespace: true,
    define: { BUNDLED_VERSION: JSON.stringify(version) },
    logLevel: 'warning',
  });
  const program = `(function (exports, require, module, __filename, __dirname) {${result.outputFiles[0]?.text.trim()}\n})`;
  return { program, packages: bundledPackages(result.metafile) };
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}
