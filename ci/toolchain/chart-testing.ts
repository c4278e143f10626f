import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { ct } from '../pins.ts';
import { cached } from './cache.ts';
import { run } from './run.ts';

const moduleFolder = join(import.meta.dirname, 'chart-testing');

/**
 * The path of chart-testing's `ct`, built from its Go module: `go install …@v3.14.0` fails because
 * the module asks for a version list, while a go.mod that requires the exact version works.
 */
export async function chartTesting(): Promise<string> {
  return join(await cached(`ct-${ct.version}`, build), 'ct');
}

async function build(folder: string): Promise<void> {
  process.stderr.write(`building ct ${ct.version} ...\n`);
  const source = join(folder, 'source');
  await cp(moduleFolder, source, { recursive: true });
  const version = `-X ${ct.module}/ct/cmd.Version=v${ct.version}`;
  const environment = { ...process.env, CGO_ENABLED: '0', GOFLAGS: '-buildvcs=false' };
  await run(['go', 'build', '-trimpath', '-ldflags', `-s -w ${version}`, '-o', join(folder, 'ct'), `${ct.module}/ct`], {
    cwd: source,
    env: environment,
  });
}
