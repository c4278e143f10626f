import type { Path } from '../values/path.ts';
import type { ValueMap } from '../values/value.ts';
import { mapAt } from './rule.ts';

const parents = ['controller', 'extraArgs'];
const name = 'enable-ssl-passthrough';

/** Where SSL passthrough is switched on; a flag without a value is on, too. */
export function sslPassthrough(values: ValueMap): Path | undefined {
  const args = mapAt(values, ...parents);
  const off = !Object.hasOwn(args, name) || ['false', 'f', '0'].includes(String(args[name]).toLowerCase());
  return off ? undefined : [...parents, name];
}
