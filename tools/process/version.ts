/** A version's leading numbers: `v3.17.2+g1` is [3, 17, 2]. */
export type Version = readonly [number, number, number];

/** The first version number in a text, or undefined when there is none. */
export function readVersion(text: string): Version | undefined {
  const match = /(\d+)\.(\d+)(?:\.(\d+))?/.exec(text);
  return match === null ? undefined : [Number(match[1]), Number(match[2]), Number(match[3] ?? 0)];
}

/** Whether `version` is `floor` or newer. */
export function atLeast(version: Version, floor: Version): boolean {
  const different = version.findIndex((number, index) => number !== floor[index]);
  return different < 0 || (version[different] ?? 0) > (floor[different] ?? 0);
}
