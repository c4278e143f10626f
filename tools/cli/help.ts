import type { Command, Option } from '../commands/command.ts';

/** The text of `sigsci-values --help`. */
export function generalHelp(commands: readonly Command[]): string {
  const rows = commands.map((command) => [command.name, command.summary] as const);
  return [
    'usage: sigsci-values COMMAND [ARGUMENTS]',
    '',
    ...table(rows),
    '',
    'sigsci-values COMMAND --help says more about one command.',
    'Exit codes: 0 clean, 1 problems found, 2 could not run, 130 interrupted.',
    '',
  ].join('\n');
}

/** The text of `sigsci-values COMMAND --help`. */
export function commandHelp(command: Command): string {
  const positionals = command.positionals === undefined ? '' : ` ${command.positionals}`;
  const rows = Object.entries(command.options).map(([name, option]) => [flags(name, option), option.description] as const);
  const examples = (command.examples ?? []).map((example) => `  ${example}`);
  return [
    `usage: sigsci-values ${command.name}${positionals}${rows.length > 0 ? ' [OPTIONS]' : ''}`,
    '',
    `  ${command.summary}`,
    ...(examples.length > 0 ? ['', 'examples:', ...examples] : []),
    '',
    'options:',
    ...table([...rows, ['-h, --help', 'print this text']]),
    '',
  ].join('\n');
}

function flags(name: string, option: Option): string {
  const short = option.short === undefined ? '' : `-${option.short}, `;
  return `${short}--${name}${option.type === 'string' ? ` ${option.value ?? 'VALUE'}` : ''}`;
}

function table(rows: readonly (readonly [string, string])[]): string[] {
  const width = Math.max(...rows.map(([left]) => left.length));
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`);
}
