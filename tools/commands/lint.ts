import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { findChart } from '../chart/find-chart.ts';
import { bundledChart, chartInFolder } from '../lint/lint-chart.ts';
import { ExitCode, UserError } from '../errors.ts';
import { sortDiagnostics } from '../lint/diagnostic.ts';
import type { Diagnostic } from '../lint/diagnostic.ts';
import { lint } from '../lint/lint.ts';
import { json } from '../lint/reporters/json.ts';
import { stylish } from '../lint/reporters/stylish.ts';
import { rules } from '../lint/rules/index.gen.ts';
import type { SetKind } from '../values/set/parse-set.ts';
import { defineCommand } from './command.ts';
import type { Context } from './command.ts';

const setKinds: readonly SetKind[] = ['set', 'set-string', 'set-json', 'set-literal', 'set-file'];

export default defineCommand({
  name: 'lint',
  summary: 'judge values files before they reach a cluster',
  positionals: '[FILE...]',
  examples: [
    'sigsci-values lint values.yaml',
    'sigsci-values lint -f common.yaml staging.yaml production.yaml   each of the two over common.yaml',
    'sigsci-values lint -f values.yaml --set agent.site=my-site --format json',
  ],
  options: {
    values: { type: 'string', short: 'f', multiple: true, value: 'FILE', description: 'a values file below each FILE (- for standard input); repeatable, the last one wins' },
    set: { type: 'string', multiple: true, value: 'KEY=VALUE', description: 'a value over all files, as for helm; repeatable' },
    'set-string': { type: 'string', multiple: true, value: 'KEY=VALUE', description: 'the same, always a string' },
    'set-json': { type: 'string', multiple: true, value: 'KEY=JSON', description: 'the same, as JSON' },
    'set-literal': { type: 'string', multiple: true, value: 'KEY=TEXT', description: 'the same, as a text in which no sign has a meaning' },
    'set-file': { type: 'string', multiple: true, value: 'KEY=FILE', description: 'the same, from the text of a file' },
    chart: { type: 'string', value: 'DIR', description: 'judge by the values and schema of the chart in DIR, not by those in this program' },
    format: { type: 'string', value: 'FORMAT', description: 'stylish (default) or json' },
    strict: { type: 'boolean', description: 'let warnings fail the run too' },
  },
  async run(context, { options, positionals }) {
    const format = options.format ?? 'stylish';
    if (format !== 'stylish' && format !== 'json') throw new UserError(`--format ${format}: there are stylish and json`);
    const args = Object.fromEntries(setKinds.map((kind) => [kind, options[kind]]));
    const below = options.values.flatMap((names) => names.split(','));
    if (below.length + positionals.length + setKinds.flatMap((kind) => options[kind]).length === 0) {
      throw new UserError('lint: nothing to judge; name a values file (see sigsci-values lint --help)');
    }
    const chart = await (options.chart === undefined ? bundledChart() : chartInFolder(findChart(options.chart, context.cwd), options.chart));
    const read = reader(context);
    const files = { below: below.map(read), judged: positionals.map(read) };
    const diagnostics = sortDiagnostics(lint(chart, files, args, (name) => read(name).bytes.toString('utf8'), rules));
    context.out(format === 'json' ? json(diagnostics) : stylish(diagnostics, diagnostics.length > 0 && context.color));
    return verdict(diagnostics, options.strict);
  },
});

/** Reads a file by the name that the user gave; standard input, named `-`, only once. */
function reader({ cwd, stdin }: Context): (name: string) => { name: string; bytes: Buffer } {
  let input: Buffer | undefined;
  return (name) => {
    try {
      return { name, bytes: name === '-' ? (input ??= stdin()) : readFileSync(resolve(cwd, name)) };
    } catch (error) {
      throw new UserError(`${name}: ${reason(error as NodeJS.ErrnoException)}`);
    }
  };
}

function reason({ code, message }: NodeJS.ErrnoException): string {
  if (code === 'ENOENT') return 'there is no such file';
  if (code === 'EISDIR') return 'this is a directory; name the values file in it';
  if (code === 'EACCES') return 'this file may not be read';
  return `this file cannot be read (${message})`;
}

function verdict(diagnostics: readonly Diagnostic[], strict: boolean): ExitCode {
  const failing = diagnostics.filter(({ severity }) => strict || severity === 'error');
  return failing.length > 0 ? ExitCode.problems : ExitCode.clean;
}
