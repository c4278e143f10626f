import type { Rendered } from '../support/helm.ts';

/**
 * A field of an object by its path: keys with dots between (a key may hold dots itself), and entries of lists in brackets,
 * by name, type, port, the text itself, an argument's name or the index. Undefined where there is none.
 */
export function fieldOf(object: Rendered, path: string): unknown {
  const steps = path.match(/\[[^\]]*\]|[^.[\]]+/g) ?? [];
  return follow(object, steps);
}

function follow(value: Rendered, steps: readonly string[]): unknown {
  const [step, ...rest] = steps;
  if (step === undefined || value === undefined || value === null) return value ?? undefined;
  if (step.startsWith('[')) return follow(entryOf(value, step.slice(1, -1)), rest);
  for (let length = steps.length; length > 0; length--) {
    const key = steps.slice(0, length).join('.');
    if (Object.hasOwn(value, key)) return follow(value[key], steps.slice(length));
  }
  return undefined;
}

function entryOf(list: Rendered, name: string): Rendered {
  if (!Array.isArray(list)) return undefined;
  const isNamed = (entry: Rendered): boolean =>
    typeof entry === 'string' ? entry === name || entry.split('=')[0] === name : [entry.name, entry.type, String(entry.port)].includes(name);
  return list.find(isNamed) ?? list[Number(name)];
}
