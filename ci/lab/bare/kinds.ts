import { execInside } from './inside.ts';
import type { Place } from './place.ts';

/**
 * Makes the kinds of other projects known to the API server; returns when it serves them. On its own side, because their
 * definitions are larger than the annotation in which kubectl would keep a copy.
 * https://kubernetes.io/docs/reference/using-api/server-side-apply/
 */
export async function applyKinds(place: Place, folders: readonly string[]): Promise<void> {
  const files = folders.flatMap((folder) => ['-f', folder]);
  await succeed(place, ['kubectl', 'apply', '--server-side', ...files]);
  await succeed(place, ['kubectl', 'wait', '--for=condition=Established', '--timeout=30s', ...files]);
}

async function succeed(place: Place, command: readonly string[]): Promise<void> {
  const { code, stderr } = await execInside(place, command);
  if (code !== 0) throw new Error(`${command.slice(0, 2).join(' ')} of the kinds of other projects: ${stderr}`);
}
