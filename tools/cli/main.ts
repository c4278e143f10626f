import { shown } from '../chart/find-chart.ts';
import type { Command, Context } from '../commands/command.ts';
import { commands } from '../commands/index.ts';
import { ExitCode, UserError } from '../errors.ts';
import { didYouMean } from '../nearest.ts';
import { fileFault } from '../process/user-file.ts';
import { parseArguments } from './arguments.ts';
import { commandHelp, generalHelp } from './help.ts';
import { version } from './version.ts';

/** Runs one command line. Every outcome, a thrown error included, becomes an exit code here. */
export async function main(argv: readonly string[], context: Context): Promise<ExitCode> {
  try {
    return await dispatch(argv, context);
  } catch (error) {
    return report(error, context);
  }
}

async function dispatch(argv: readonly string[], context: Context): Promise<ExitCode> {
  const [name, ...rest] = argv;
  if (name === undefined || name === 'help' || name === '--help' || name === '-h') return help(name, context);
  if (name === '--version') {
    context.out(`${version}\n`);
    return ExitCode.clean;
  }
  const command = await load(name);
  if (asksForHelp(rest)) {
    context.out(commandHelp(command));
    return ExitCode.clean;
  }
  return command.run(context, parseArguments(command, rest));
}

/** Without a command the help text is an answer to a mistake: it goes to standard error and the run has failed. */
async function help(name: string | undefined, context: Context): Promise<ExitCode> {
  const text = generalHelp(await Promise.all(Object.keys(commands).map(load)));
  (name === undefined ? context.err : context.out)(text);
  return name === undefined ? ExitCode.unusable : ExitCode.clean;
}

async function load(name: string): Promise<Command> {
  const found = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!found) {
    const kind = name.startsWith('-') ? 'option' : 'command';
    const hint = didYouMean(name, Object.keys(commands)) || '; see sigsci-values --help';
    throw new UserError(`unknown ${kind} "${name}"${hint}`);
  }
  return (await found()).default;
}

function asksForHelp(argv: readonly string[]): boolean {
  const end = argv.indexOf('--');
  return (end < 0 ? argv : argv.slice(0, end)).some((word) => word === '--help' || word === '-h');
}

function report(error: unknown, context: Context): ExitCode {
  const fault = fileFault(error);
  if (error instanceof UserError) context.err(`sigsci-values: ${error.message}\n`);
  else if (fault) context.err(`sigsci-values: ${shown(fault.path, context.cwd)}: ${fault.reason}\n`);
  else if (!interrupted(error)) context.err(`${(error as Error)?.stack ?? error}\nsigsci-values ${version}: this is a bug, please report it\n`);
  return interrupted(error) ? ExitCode.interrupted : ExitCode.unusable;
}

function interrupted(error: unknown): boolean {
  return (error as Error | undefined)?.name === 'AbortError';
}
