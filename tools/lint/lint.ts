import type { LintChart } from './lint-chart.ts';
import type { Layer } from '../values/layer.ts';
import { valueAt } from '../values/path.ts';
import { buildStack } from '../values/stack.ts';
import type { SetArguments, Stack } from '../values/stack.ts';
import type { Diagnostic } from './diagnostic.ts';
import { judgeStack } from './judge-stack.ts';
import { judgeText } from './judge-text.ts';
import { kubernetesObject } from './kubernetes-object.ts';
import type { Rule } from './rule.ts';
import { umbrellaFile } from './umbrella-file.ts';

export interface InputFile {
  /** As the user named it. */
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** `below`: the `-f` files. `judged`: each is judged by itself over these; none: the `-f` files are. */
export interface InputFiles {
  readonly below: readonly InputFile[];
  readonly judged: readonly InputFile[];
}

/**
 * All findings, for every stack: defaults, then `below`, then one judged file, then the arguments. A stack with a file
 * that cannot be read is not judged any further. Throws a UserError for an argument that Helm refuses.
 */
export function lint(chart: LintChart, { below, judged }: InputFiles, args: SetArguments, readFile: (name: string) => string, rules: readonly Rule[]): Diagnostic[] {
  const { schema, validate } = chart;
  const common = below.map(({ name, bytes }) => judgeText('values', name, bytes));
  const own = judged.map(({ name, bytes }) => judgeText('file', name, bytes));
  const stacks = own.length > 0 ? own.map((file) => [...common, file]) : [common];
  return stacks.flatMap((stack) => {
    const texts = stack.flatMap(({ diagnostics }) => diagnostics);
    const layers = stack.map(({ layer }) => layer);
    return layers.every((layer) => layer !== undefined) ? judgeLayers(layers, texts) : texts;
  });

  function judgeLayers(layers: readonly Layer[], texts: readonly Diagnostic[]): Diagnostic[] {
    const strangers = layers.flatMap((layer) => kubernetesObject(layer) ?? umbrellaFile(layer, schema) ?? []);
    if (strangers.length > 0) return [...texts, ...strangers];
    const stack = buildStack(chart.values, chart.layer, layers, args, readFile);
    const diagnostics = [...texts, ...judgeStack(stack, { schema, validate, rules })];
    return warningsAreErrors(stack) ? diagnostics.map((diagnostic) => ({ ...diagnostic, severity: 'error' })) : diagnostics;
  }
}

/** As in the chart, whose templates then refuse to render. */
function warningsAreErrors({ values }: Stack): boolean {
  return valueAt(values, ['validation', 'warningsAsErrors']) === true;
}
