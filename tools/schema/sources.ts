import { readFile, readdir } from 'node:fs/promises';
import { join, posix } from 'node:path';
import { parse } from 'yaml';
import type { JsonSchema } from './json-schema.ts';

/** The schema sources by path below their folder, such as `controller/image.yaml`. */
export type Sources = ReadonlyMap<string, JsonSchema>;

/** Reads every source (YAML and JSON) below `folder`. */
export async function readSources(folder: string): Promise<Sources> {
  const files = (await readdir(folder, { recursive: true })).filter((file) => /\.(yaml|json)$/.test(file)).sort();
  const entries = files.map(async (file) => {
    const text = await readFile(join(folder, file), 'utf8');
    return [posix.normalize(file), file.endsWith('.json') ? JSON.parse(text) : parse(text)] as const;
  });
  return new Map(await Promise.all(entries));
}
