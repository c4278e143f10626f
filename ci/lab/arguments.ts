import { parseArgs } from 'node:util';
import { UserError } from '../../tools/errors.ts';
import { defaultName } from './lab.ts';

const usage = 'usage: npm run lab:up|lab:down|lab:status|lab:exec -- [--name NAME] [--namespace NETWORK-NAMESPACE] [COMMAND ...]';
const commandNames = ['up', 'down', 'status', 'exec'] as const;

export type CommandName = (typeof commandNames)[number];

export interface LabArguments {
  readonly command: CommandName;
  readonly name: string;
  /** Whether the user named the lab. */
  readonly named: boolean;
  readonly namespace?: string;
  /** What `exec` runs. */
  readonly words: readonly string[];
}

/** Reads `COMMAND [--name N] [--namespace N] [WORD ...]`. Throws a UserError with the usage for anything else. */
export function readArguments(args: readonly string[]): LabArguments {
  const [command, ...rest] = args;
  const known = commandNames.find((name) => name === command);
  if (!known) throw new UserError(`unknown command "${command ?? ''}"; ${usage}`);
  const { own, words } = split(rest);
  const values = options(own);
  if (known === 'exec' && words.length === 0) throw new UserError(`exec needs a command; ${usage}`);
  if (known !== 'exec' && words.length > 0) throw new UserError(`unexpected "${words[0]}"; ${usage}`);
  const { name, namespace } = values;
  return { command: known, name: name ?? defaultName, named: name !== undefined, ...(namespace && { namespace }), words };
}

/** Options after the first word belong to the command that `exec` runs. */
function split(args: readonly string[]): { own: string[]; words: string[] } {
  let end = 0;
  while (args[end]?.startsWith('--') && args[end] !== '--') end += args[end]?.includes('=') ? 1 : 2;
  return { own: args.slice(0, end), words: args.slice(args[end] === '--' ? end + 1 : end) };
}

function options(args: string[]): { name?: string; namespace?: string } {
  try {
    return parseArgs({ args, options: { name: { type: 'string' }, namespace: { type: 'string' } } }).values;
  } catch (error) {
    throw new UserError(`${(error as Error).message.split('.')[0]}; ${usage}`);
  }
}
