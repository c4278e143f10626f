import { parseArgs } from 'node:util';
import type { Arguments, Command, Options } from '../commands/command.ts';
import { UserError } from '../errors.ts';
import { didYouMean } from '../nearest.ts';

/** Reads a command's own arguments. Throws a UserError for what the command does not take. */
export function parseArguments(command: Command, argv: readonly string[]): Arguments {
  const { values, positionals } = parse(command, argv);
  const extra = positionals[0];
  if (extra !== undefined && command.positionals === undefined) {
    throw new UserError(`${command.name} takes no argument, found "${extra}"; see sigsci-values ${command.name} --help`);
  }
  return { options: complete(command.options, values), positionals };
}

function parse(command: Command, argv: readonly string[]) {
  try {
    return parseArgs({ args: [...argv], options: { ...command.options }, allowPositionals: true, strict: true });
  } catch (error) {
    throw new UserError(describe(error as NodeJS.ErrnoException, command));
  }
}

function describe(error: NodeJS.ErrnoException, command: Command): string {
  const help = `see sigsci-values ${command.name} --help`;
  const flag = /'([^' ,]+)/.exec(error.message)?.[1] ?? '';
  switch (error.code) {
    case 'ERR_PARSE_ARGS_UNKNOWN_OPTION': {
      const known = Object.keys(command.options).map((name) => `--${name}`);
      const hint = flag.startsWith('--') ? didYouMean(flag, known) : '';
      return `${command.name}: unknown option ${flag}${hint || `; ${help}`}`;
    }
    case 'ERR_PARSE_ARGS_INVALID_OPTION_VALUE':
      return `${command.name}: ${error.message.replace(/\s*\n\s*/g, ' ').replace(/\.$/, '')}; ${help}`;
    default:
      throw error;
  }
}

function complete(options: Options, values: Readonly<Record<string, unknown>>): Arguments['options'] {
  const filled = Object.entries(options).map(([name, option]) => {
    const absent = option.type === 'boolean' ? false : option.multiple ? [] : undefined;
    return [name, values[name] ?? absent];
  });
  return Object.fromEntries(filled) as Arguments['options'];
}
