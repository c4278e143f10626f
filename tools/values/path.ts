/** The way to a value: keys of maps and indices of lists. */
export type Path = readonly (string | number)[];

/** A path in the syntax of `--set`: `a\.b.list[0]`. The root is the empty text. */
export function formatPath(path: Path): string {
  let text = '';
  for (const step of path) {
    if (typeof step === 'number') text += `[${step}]`;
    else text += (text === '' ? '' : '.') + step.replace(/[\\.,=[\]{}]/g, '\\$&');
  }
  return text;
}

/** The value at a path, or undefined. */
export function valueAt(root: unknown, path: Path): unknown {
  let current = root;
  for (const step of path) {
    if (current === null || typeof current !== 'object' || !Object.hasOwn(current, step)) return undefined;
    current = (current as Record<string | number, unknown>)[step];
  }
  return current;
}
