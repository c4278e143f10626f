import type { Path } from '../values/path.ts';
import type { ValueMap } from '../values/value.ts';
import { textAt } from './rule.ts';

/** Where a setting of nginx has its value: the checked map wins over the other. */
export function settingPath(values: ValueMap, key: string): Path {
  return ['controller', textAt(values, 'controller', 'config', key) === '' ? 'configUnchecked' : 'config', key];
}

/** The text of a setting of nginx, empty where nobody gives it. */
export function settingAt(values: ValueMap, key: string): string {
  return textAt(values, ...settingPath(values, key));
}
