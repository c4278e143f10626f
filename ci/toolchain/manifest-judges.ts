import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { kubeconform, kubeScore } from '../pins.ts';
import type { ProgramPin } from '../pins.ts';
import { cached } from './cache.ts';
import { run } from './run.ts';

const moduleFolder = join(import.meta.dirname, 'manifest-judges');

/** The path of kubeconform, which holds objects against schemas; built from its Go module in half a minute. */
export const kubeconformProgram = (): Promise<string> => built('kubeconform', kubeconform);

/** The path of kube-score, which knows what is unwise; built from its Go module in two minutes. */
export const kubeScoreProgram = (): Promise<string> => built('kube-score', kubeScore);

async function built(name: string, { version, program }: ProgramPin): Promise<string> {
  return join(await cached(`${name}-${version}`, (folder) => build(folder, name, version, program)), name);
}

async function build(folder: string, name: string, version: string, program: string): Promise<void> {
  process.stderr.write(`building ${name} ${version} ...\n`);
  const source = join(folder, 'source');
  await cp(moduleFolder, source, { recursive: true });
  const environment = { ...process.env, CGO_ENABLED: '0', GOFLAGS: '-buildvcs=false' };
  await run(['go', 'build', '-trimpath', '-ldflags', '-s -w', '-o', join(folder, name), program], { cwd: source, env: environment });
}
