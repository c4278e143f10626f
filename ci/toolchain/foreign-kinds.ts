import { readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { parse } from 'yaml';
import { foreignKinds } from '../pins.ts';
import type { KindsPin } from '../pins.ts';
import { cached } from './cache.ts';
import { run } from './run.ts';

/** The folders with the definitions of kinds that the chart takes from other projects, one for each project. */
export async function foreignKindFolders(): Promise<string[]> {
  const folders: string[] = [];
  for (const pin of foreignKinds) folders.push(await cached(`kinds/${pin.module.replaceAll('/', '-')}-${pin.version}`, (folder) => fetchKinds(pin, folder)));
  return folders;
}

async function fetchKinds({ module, version, sum, files }: KindsPin, folder: string): Promise<void> {
  process.stderr.write(`fetching the kinds of ${module} ${version} ...\n`);
  const answer = await run(['go', 'mod', 'download', '-json', `${module}@v${version}`], { cwd: folder, env: { ...process.env, GOFLAGS: '-mod=mod' } });
  const { Dir: source, Sum: found } = JSON.parse(answer) as { Dir: string; Sum: string };
  if (found !== sum) throw new Error(`${module}@v${version}: expected ${sum}, got ${found}`);
  for (const file of files) await writeFile(join(folder, basename(file)), withoutLabels(await readFile(join(source, file), 'utf8')));
}

/** cert-manager keeps template expressions of its own chart in the labels. */
function withoutLabels(definition: string): string {
  const { metadata, ...rest } = parse(definition) as { metadata: { labels?: object } };
  delete metadata.labels;
  return JSON.stringify({ metadata, ...rest });
}
