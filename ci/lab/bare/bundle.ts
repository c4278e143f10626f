import { join } from 'node:path';
import { bundleInside, insidePrograms } from '../inside/bundle.ts';
import type { Place } from './place.ts';

/** Bundles all programs of ci/lab/inside into the lab's folder. */
export async function bundlePrograms(place: Place): Promise<void> {
  await bundleInside(join(place.folder, 'inside'), await insidePrograms());
}

/** The command that runs one of them. */
export function insideCommand(place: Place, name: string): string[] {
  return [process.execPath, join(place.folder, 'inside', name, 'main.mjs')];
}
