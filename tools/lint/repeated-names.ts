import type { Path } from '../values/path.ts';
import { formatPath } from '../values/path.ts';
import type { ValueMap } from '../values/value.ts';
import { listAt, textAt } from './rule.ts';

/** Names that may be given once; as the chart's template `_taken.tpl` has them. */
export interface Names {
  /** The field of a list's entries that holds the name. */
  readonly key: string;
  /** Names that are taken from the start, and by whom. */
  readonly taken: Readonly<Record<string, string>>;
  /** Where single names stand. */
  readonly values: readonly Path[];
  /** Where lists of named entries stand. */
  readonly lists: readonly Path[];
}

/** What repeats a name, each with its path and what is wrong. */
export function repeatedNames(values: ValueMap, { key, taken, values: single, lists }: Names): { path: Path; message: string }[] {
  const owners = new Map(Object.entries(taken));
  const inLists = lists.flatMap((list) => listAt(values, ...list).map((_, index) => [...list, index, key]));
  return [...single, ...inLists].flatMap((path) => {
    const given = textAt(values, ...path);
    const name = given.replace(/\/$/, '');
    const owner = owners.get(name);
    if (name !== '') owners.set(name, formatPath(path));
    if (owner === undefined) return [];
    const remedy = owner.startsWith('agent.') ? 'the chart runs the agent itself, remove the entry' : 'keep one of the two, or take another name';
    return [{ path, message: `${formatPath(path)} is ${given}, which ${owner} takes too; ${remedy}` }];
  });
}
