import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { run } from '../../toolchain/run.ts';
import type { Place } from './place.ts';
import { containerdSocket } from './place.ts';

/**
 * Imports docker-archive files into the lab's containerd. What was imported is noted for each image name with the
 * digest of its configuration, so that an unchanged archive costs one look into its manifest.
 */
export async function importImages(place: Place, archives: readonly string[]): Promise<void> {
  for (const archive of archives) {
    const images = await manifestOf(archive);
    const known = await Promise.all(images.map(async ({ name, config }) => (await imported(place, name)) === config));
    if (known.every(Boolean)) continue;
    await run(['ctr', '--address', containerdSocket(place), '--namespace', 'k8s.io', 'images', 'import', archive]);
    for (const { name, config } of images) await note(place, name, config);
  }
}

interface Entry {
  readonly name: string;
  readonly config: string;
}

async function manifestOf(archive: string): Promise<Entry[]> {
  const text = await run(['tar', '--extract', '--to-stdout', '--occurrence=1', '--file', archive, 'manifest.json']);
  const manifest = JSON.parse(text) as { Config: string; RepoTags: string[] }[];
  return manifest.flatMap(({ Config, RepoTags }) => RepoTags.map((name) => ({ name, config: Config })));
}

async function imported(place: Place, name: string): Promise<string> {
  return readFile(noteOf(place, name), 'utf8').catch(() => '');
}

async function note(place: Place, name: string, config: string): Promise<void> {
  await mkdir(join(place.folder, 'images'), { recursive: true });
  const unfinished = `${noteOf(place, name)}.${process.pid}`;
  await writeFile(unfinished, config);
  await rename(unfinished, noteOf(place, name));
}

function noteOf(place: Place, name: string): string {
  return join(place.folder, 'images', encodeURIComponent(name));
}
