import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Metafile } from 'esbuild';

/** Names of the npm packages whose code is part of a bundle, sorted. */
export function bundledPackages(metafile: Metafile): string[] {
  const used = Object.values(metafile.outputs).flatMap(({ inputs }) => Object.entries(inputs));
  const files = used.filter(([, { bytesInOutput }]) => bytesInOutput > 0).map(([file]) => file);
  const names = files.map((file) => /(?:.*\/)?node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(file)?.[1]);
  return [...new Set(names.filter((name) => name !== undefined))].sort();
}

/** The licence texts of those packages, which ask to travel with their code. Throws when a package has none. */
export async function licences(root: string, packages: readonly string[]): Promise<string> {
  const texts = packages.map(async (name) => `== ${name}\n\n${await licence(join(root, 'node_modules', name))}\n`);
  return (await Promise.all(texts)).join('\n');
}

async function licence(folder: string): Promise<string> {
  const file = (await readdir(folder)).find((name) => /^licen[cs]e/i.test(name));
  if (!file) throw new Error(`${folder} holds no licence text`);
  return (await readFile(join(folder, file), 'utf8')).trim();
}
