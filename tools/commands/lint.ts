import { findChart } from '../chart/find-chart.ts';
import { bundledChart, chartInFolder } from '../lint/lint-chart.ts';
import { ExitCode, UserError } from '../errors.ts';
import { sortDiagnostics } from '../lint/diagnostic.ts';
import type { Diagnostic } from '../lint/diagnostic.ts';
import { lint } from '../lint/lint.ts';
import { json } from '../lint/reporters/json.ts';
import { stylish } from '../lint/reporters/stylish.ts';
import { rules } from '../lint/rules/index.gen.ts';
import { defineCommand } from './command.ts';
import { setKinds, valuesInput, valuesOptions, valuesReader } from './values-input.ts';

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
    ...valuesOptions,
    chart: { type: 'string', value: 'DIR', description: 'judge by the values and schema of the chart in DIR, not by those in this program' },
    format: { type: 'string', value: 'FORMAT', description: 'stylish (default) or json' },
    strict: { type: 'boolean', description: 'let warnings fail the run too' },
  },
  async run(context, { options, positionals }) {
    const format = options.format ?? 'stylish';
    if (format !== 'stylish' && format !== 'json') throw new UserError(`--format ${format}: there are stylish and json`);
    const { below, args } = valuesInput(options);
    if (below.length + positionals.length + setKinds.flatMap((kind) => options[kind]).length === 0) {
      throw new UserError('lint: nothing to judge; name a values file (see sigsci-values lint --help)');
    }
    const chart = await (options.chart === undefined ? bundledChart() : chartInFolder(findChart(options.chart, context.cwd), options.chart));
    const read = valuesReader(context);
    const files = { below: below.map(read), judged: positionals.map(read) };
    const diagnostics = sortDiagnostics(lint(chart, files, args, (name) => read(name).bytes.toString('utf8'), rules));
    context.out(format === 'json' ? json(diagnostics) : stylish(diagnostics, diagnostics.length > 0 && context.color));
    return verdict(diagnostics, options.strict);
  },
});

function verdict(diagnostics: readonly Diagnostic[], strict: boolean): ExitCode {
  const failing = diagnostics.filter(({ severity }) => strict || severity === 'error');
  return failing.length > 0 ? ExitCode.problems : ExitCode.clean;
}
