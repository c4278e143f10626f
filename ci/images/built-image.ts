import { existsSync } from 'node:fs';
import { mkdir, readdir, rm, stat, utimes } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { UserError } from '../../tools/errors.ts';
import { cached, cacheRoot } from '../toolchain/cache.ts';
import { writeArchive } from './archive.ts';
import { contentKey } from './content-key.ts';
import type { ImageConfig } from './image-config.ts';

export interface ImageRecipe {
  /** Full name with registry and tag. */
  readonly name: string;
  /** Another tag of the same image, for upgrades that change nothing but the tag. */
  readonly nextTag?: string;
  readonly config: ImageConfig;
  /** Files and folders that decide the image's content: the recipe's own sources and the host's programs. */
  readonly sources: readonly string[];
  /** Fills the root filesystem folders, the lowest layer first; each receives an empty folder. */
  readonly layers: readonly ((root: string) => Promise<void>)[];
}

export interface BuiltImage {
  readonly name: string;
  /** A docker-archive tar in the cache. */
  readonly archive: string;
}

/**
 * The archive of an image, built without Docker when the cache has none for the present content of its sources.
 * Building needs root, because files get owners and capabilities; taking it from the cache does not.
 */
export async function builtImage(recipe: ImageRecipe): Promise<BuiltImage> {
  const shortName = recipe.name.replace(/.*\//, '').replace(/:.*/, '');
  const key = `image/${shortName}-${await contentKey([imageWriter, ...recipe.sources])}`;
  const folder = await cached(key, (unfinished) => build(recipe, unfinished));
  await keepNewest(shortName, folder);
  return { name: recipe.name, archive: join(folder, 'image.tar') };
}

const imageWriter = dirname(fileURLToPath(import.meta.url));

async function build(recipe: ImageRecipe, folder: string): Promise<void> {
  if (process.getuid?.() !== 0) throw new UserError(`image ${recipe.name}: building it needs root, for file owners; run this as root once`);
  process.stderr.write(`building image ${recipe.name} ...\n`);
  const roots: string[] = [];
  for (const [index, fill] of recipe.layers.entries()) {
    const root = join(folder, `layer-${index}`);
    await mkdir(root);
    await fill(root);
    roots.push(root);
  }
  const { name, nextTag, config } = recipe;
  const names = nextTag === undefined ? [name] : [name, name.replace(/:[^:]*$/, `:${nextTag}`)];
  await writeArchive(join(folder, 'image.tar'), { names, config, layers: roots });
  for (const root of roots) await rm(root, { recursive: true });
}

/** Each state of the sources leaves an archive of about 100 MB: three of a name are enough. */
async function keepNewest(shortName: string, used: string): Promise<void> {
  await utimes(used, new Date(), new Date());
  const parent = join(cacheRoot(), 'image');
  const names = (await readdir(parent)).filter((name) => name.startsWith(`${shortName}-`) && /-[0-9a-f]{16}$/.test(name));
  const dated = await Promise.all(names.map(async (name) => ({ name, time: await age(join(parent, name)) })));
  for (const { name } of dated.sort((a, b) => b.time - a.time).slice(3)) await rm(join(parent, name), { recursive: true, force: true });
}

async function age(folder: string): Promise<number> {
  return existsSync(folder) ? (await stat(folder)).mtimeMs : 0;
}
