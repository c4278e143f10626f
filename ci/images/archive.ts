import { createHash } from 'node:crypto';
import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileDigest } from './file-digest.ts';
import { configFile } from './image-config.ts';
import type { ImageConfig } from './image-config.ts';
import { packFolder } from './tar.ts';

export interface Image {
  /** Full names with registry and tag, as pods name it. */
  readonly names: readonly string[];
  readonly config: ImageConfig;
  /** Root filesystem folders, the lowest layer first. */
  readonly layers: readonly string[];
}

/**
 * Writes the image as a docker-archive (manifest.json, configuration, layer tars), which
 * `ctr images import`, `docker load` and `kind load image-archive` read. Equal folders give equal bytes.
 * Source: https://github.com/moby/docker-image-spec/blob/main/v1.2.md#combined-image-json--filesystem-changeset-format
 */
export async function writeArchive(archive: string, image: Image): Promise<void> {
  const work = await mkdtemp(join(dirname(archive), '.archive-'));
  try {
    await fillArchive(work, image);
    await packFolder(work, `${work}.tar`);
    await rename(`${work}.tar`, archive);
  } finally {
    await rm(work, { recursive: true, force: true });
    await rm(`${work}.tar`, { force: true });
  }
}

async function fillArchive(work: string, image: Image): Promise<void> {
  const digests: string[] = [];
  for (const folder of image.layers) digests.push(await addLayer(work, folder));
  const config = configFile(image.config, digests);
  const configName = `${createHash('sha256').update(config).digest('hex')}.json`;
  const manifest = [{ Config: configName, RepoTags: image.names, Layers: digests.map((digest) => `${digest}.tar`) }];
  await writeFile(join(work, configName), config);
  await writeFile(join(work, 'manifest.json'), JSON.stringify(manifest));
}

async function addLayer(work: string, folder: string): Promise<string> {
  const unnamed = join(work, 'layer.tar');
  await packFolder(folder, unnamed);
  const digest = await fileDigest(unnamed);
  await rename(unnamed, join(work, `${digest}.tar`));
  return digest;
}
