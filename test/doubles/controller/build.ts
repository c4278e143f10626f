import { createHash } from 'node:crypto';
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { cached } from '../../../ci/toolchain/cache.ts';
import { run } from '../../../ci/toolchain/run.ts';

const here = import.meta.dirname;

/** Debian's nginx with the Lua and the streams that the double's configuration needs; it has no Lua for streams. */
export const nginxPackages = ['nginx', 'libnginx-mod-http-lua', 'libnginx-mod-stream', 'lua-resty-core', 'lua-resty-lrucache'];

/** How Go runs here: one set of flags for programs and tests, so that they share compiled packages. */
export const goOptions = { cwd: here, env: { ...process.env, CGO_ENABLED: '0', GOFLAGS: '-buildvcs=false -trimpath' } };

/** The two programs of the controller double: absolute paths of static binaries. */
export interface ControllerPrograms {
  readonly controller: string;
  readonly waitShutdown: string;
}

/** The programs, built by Go into the cache when their sources have changed. */
export async function controllerPrograms(): Promise<ControllerPrograms> {
  const folder = await cached(`controller-double/${await fingerprint()}`, build);
  return { controller: join(folder, 'nginx-ingress-controller'), waitShutdown: join(folder, 'wait-shutdown') };
}

/** The files that the programs are built from; tests are none of them. */
export async function programSources(): Promise<string[]> {
  const names = await readdir(here, { recursive: true });
  const isSource = (name: string): boolean => /(\.go|\.tmpl|^go\.(mod|sum))$/.test(name) && !name.endsWith('_test.go');
  return names.filter(isSource).sort().map((name) => join(here, name));
}

async function fingerprint(): Promise<string> {
  const hash = createHash('sha256').update(await run(['go', 'env', 'GOVERSION', 'GOARCH']));
  for (const file of await programSources()) hash.update(`\n${file.slice(here.length)}\n`).update(await readFile(file));
  return hash.digest('hex').slice(0, 16);
}

async function build(folder: string): Promise<void> {
  process.stderr.write('building the controller double (a few minutes the first time) ...\n');
  const compile = ['go', 'build', '-ldflags', '-s -w', '-o'];
  await run([...compile, join(folder, 'nginx-ingress-controller'), '.'], goOptions);
  await run([...compile, join(folder, 'wait-shutdown'), './cmd/wait-shutdown'], goOptions);
}
