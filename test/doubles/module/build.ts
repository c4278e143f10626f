import { createHash } from 'node:crypto';
import { cp, mkdtemp, readFile, readdir, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cached } from '../../../ci/toolchain/cache.ts';
import { ensurePackages } from '../../../ci/toolchain/debian.ts';
import { run } from '../../../ci/toolchain/run.ts';

/** Debian's nginx and what a dynamic module for it is built with. */
const packages = ['nginx', 'nginx-dev', 'gcc', 'make', 'libpcre3-dev', 'libssl-dev', 'zlib1g-dev'];
const nginxSource = '/usr/share/nginx/src';
const library = 'ngx_http_sigsci_module.so';
const warnings = '-Wall -Wextra -Wshadow -Werror';

const flags = {
  plain: { compiler: `-g -O2 -fPIC ${warnings}`, linker: '' },
  sanitized: {
    compiler: `-g -O1 -fPIC -fno-omit-frame-pointer -fsanitize=address,undefined -fno-sanitize-recover=undefined -DSIGSCI_SANITIZED ${warnings}`,
    linker: '-fsanitize=address,undefined',
  },
};

export type Variant = keyof typeof flags;

/** The folder of the C sources. */
export const moduleSource = join(import.meta.dirname, 'source');

/** The nginx of the Debian package for which the module is built. */
export const nginxProgram = '/usr/sbin/nginx';

/**
 * The absolute path of ngx_http_sigsci_module.so for Debian's nginx, built into the cache when sources, nginx version
 * or flags have changed; installs the Debian packages that are missing (root and apt). The sanitized variant needs
 * libasan preloaded.
 */
export async function moduleLibrary(variant: Variant = 'plain'): Promise<string> {
  await ensurePackages(packages);
  const folder = await cached(`module-double/${variant}-${await fingerprint(variant)}`, (target) => build(variant, target));
  return join(folder, library);
}

async function fingerprint(variant: Variant): Promise<string> {
  const hash = createHash('sha256').update(JSON.stringify(flags[variant]));
  hash.update(await run(['dpkg-query', '-W', '-f', '${Version} ${Architecture}', 'nginx-dev', 'libssl-dev', 'gcc']));
  for (const file of (await readdir(moduleSource)).sort()) hash.update(`\n${file}\n`).update(await readFile(join(moduleSource, file)));
  return hash.digest('hex').slice(0, 16);
}

/** Debian's module sources come configured by `conf_flags`, a bash array with the flags of Debian's own build. */
async function build(variant: Variant, target: string): Promise<void> {
  const { compiler, linker } = flags[variant];
  const work = await mkdtemp(join(tmpdir(), 'sigsci-module-'));
  const options = { cwd: join(work, 'nginx') };
  process.stderr.write(`building ${library} (${variant}) for Debian's nginx ...\n`);
  try {
    await cp(nginxSource, options.cwd, { recursive: true });
    await cp(moduleSource, join(work, 'sigsci'), { recursive: true });
    const configure = 'source ./conf_flags && ./configure "${NGX_CONF_FLAGS[@]}" --add-dynamic-module=../sigsci "$@"';
    await run(['bash', '-c', configure, 'configure', `--with-cc-opt=${compiler}`, `--with-ld-opt=${linker}`], options);
    await run(['make', '-j2', '-f', 'objs/Makefile', 'modules'], options);
    await cp(join(options.cwd, 'objs', library), join(target, `${library}.new`));
    await rename(join(target, `${library}.new`), join(target, library));
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}
