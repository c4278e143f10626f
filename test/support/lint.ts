import { bundledChart } from '../../tools/lint/lint-chart.ts';
import type { Diagnostic } from '../../tools/lint/diagnostic.ts';
import { lint } from '../../tools/lint/lint.ts';
import { rules } from '../../tools/lint/rules/index.gen.ts';
import type { SetArguments } from '../../tools/values/stack.ts';

const chart = await bundledChart();

/**
 * What lint says of layers of YAML texts over the chart's defaults: the last one is the judged file `values.yaml`,
 * those before it are `-f` files named `below-1.yaml` and so on.
 */
export function lintLayers(layers: readonly string[], args: SetArguments = {}): Diagnostic[] {
  const files = layers.map((text, index) => ({ name: index === layers.length - 1 ? 'values.yaml' : `below-${index + 1}.yaml`, bytes: Buffer.from(text) }));
  return lint(chart, { below: files.slice(0, -1), judged: files.slice(-1) }, args, () => 'text of a file', rules);
}

/** The findings of one rule, each as `file:line:column message`. */
export function findingsOf(rule: string, diagnostics: readonly Diagnostic[]): string[] {
  return diagnostics.filter((diagnostic) => diagnostic.rule === rule).map(({ file, line, column, message }) => `${file}:${line}:${column} ${message}`);
}
