import { readFile, readdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Place } from './place.ts';
import { placeOf, stateRoot } from './place.ts';

/** Notes under which names the lab was made, so that later commands need only its own. */
export async function writePlace(place: Place): Promise<void> {
  const unfinished = `${noteOf(place)}.new`;
  await writeFile(unfinished, JSON.stringify({ namespace: place.namespace }));
  await rename(unfinished, noteOf(place));
}

/** The place of a lab that exists in any state, or of one that could be made under this name. */
export async function knownPlace(name: string, namespace?: string): Promise<Place> {
  const place = placeOf(name, namespace);
  const text = await readFile(noteOf(place), 'utf8').catch(() => undefined);
  return text === undefined ? place : placeOf(name, (JSON.parse(text) as { namespace: string }).namespace);
}

/** The names of all labs on this machine, running or not. */
export async function labNames(): Promise<string[]> {
  const entries = await readdir(stateRoot, { withFileTypes: true }).catch(() => []);
  return entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name).sort();
}

function noteOf(place: Place): string {
  return join(place.folder, 'lab.json');
}
