import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../../ci/toolchain/run.ts';

/** Unpacks a docker-archive into `folder`, its layers over one another into the new folder `root`; returns the image's start settings. */
export async function unpackImage<Config>(archive: string, folder: string, root: string): Promise<Config> {
  await run(['tar', 'xf', archive, '-C', folder]);
  const [manifest] = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8'));
  mkdirSync(root);
  for (const layer of manifest.Layers) await run(['tar', 'xpf', join(folder, layer), '-C', root]);
  return JSON.parse(readFileSync(join(folder, manifest.Config), 'utf8')).config;
}
