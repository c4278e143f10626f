import type { Place } from './place.ts';

export const systemPath = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/** What the lab's own programs see: nothing of the caller's settings, above all no proxy. */
export function daemonEnvironment(place: Place): Record<string, string> {
  return { PATH: systemPath, HOME: place.folder, LC_ALL: 'C.UTF-8' };
}
