import { parseArgs } from 'node:util';
import { UserError } from '../../tools/errors.ts';

/** The demo's options. Throws UserError for anything but `--keep`. */
export function readOptions(args: readonly string[]): { readonly keep: boolean } {
  try {
    return parseArgs({ args: [...args], options: { keep: { type: 'boolean', default: false } } }).values;
  } catch (error) {
    throw new UserError(`${(error as Error).message}; usage: npm run demo [-- --keep]`);
  }
}
