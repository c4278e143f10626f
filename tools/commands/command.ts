import type { ExitCode } from '../errors.ts';

/** The only door of a command to the world, so that a test can hand in its own. */
export interface Context {
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  /** Whether output may carry colours. */
  readonly color: boolean;
  /** Aborted by Ctrl-C or SIGTERM: end children, remove temporary files and return. */
  readonly signal: AbortSignal;
  /** Standard input up to its end. */
  readonly stdin: () => Buffer;
  /** Writes to standard output: what another program may read. */
  readonly out: (text: string) => void;
  /** Writes to standard error: talk and progress. */
  readonly err: (text: string) => void;
}

/** One option of a command, as node:util's parseArgs takes it, with its words for the help text. */
export interface Option {
  readonly type: 'string' | 'boolean';
  readonly multiple?: boolean;
  readonly short?: string;
  /** How the help text names the option's value, such as FILE. */
  readonly value?: string;
  readonly description: string;
}

export type Options = Readonly<Record<string, Option>>;

type Value<O extends Option> = O extends { type: 'boolean' } ? boolean : O extends { multiple: true } ? string[] : string | undefined;

/** A command line after parsing. Absent booleans are false, absent lists empty. */
export interface Arguments<O extends Options = Options> {
  readonly options: { readonly [Name in keyof O]: Value<O[Name]> };
  readonly positionals: readonly string[];
}

export interface Command<O extends Options = Options> {
  readonly name: string;
  /** One line for the list of commands. */
  readonly summary: string;
  /** The positional arguments as the help text shows them, such as `[FILE...]`; absent: none are taken. */
  readonly positionals?: string;
  readonly options: O;
  /** Example command lines for the help text. */
  readonly examples?: readonly string[];
  readonly run: (context: Context, args: Arguments<O>) => Promise<ExitCode>;
}

/** Gives a command's `run` the types of its own options. */
export function defineCommand<const O extends Options>(command: Command<O>): Command {
  return command as unknown as Command;
}
