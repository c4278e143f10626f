import { resolve } from 'node:path';
import { findChart, shown } from '../chart/find-chart.ts';
import { readManifest } from '../chart/manifest.ts';
import { ExitCode } from '../errors.ts';
import { findImages } from '../images/find-images.ts';
import { sortDiagnostics } from '../lint/diagnostic.ts';
import { chartInFolder } from '../lint/lint-chart.ts';
import { lint } from '../lint/lint.ts';
import { stylish } from '../lint/reporters/stylish.ts';
import { rules } from '../lint/rules/index.gen.ts';
import { helmProgram } from '../process/helm.ts';
import { run } from '../process/run.ts';
import { requireTool } from '../process/tools.ts';
import { defineCommand } from './command.ts';
import { setKinds, valuesInput, valuesOptions, valuesReader } from './values-input.ts';

/** Prints every image that a release with these values may pull. A values stack that does not render is exit 1. */
export default defineCommand({
  name: 'images',
  summary: 'print every image that a stack of values needs, one a line, for mirroring',
  positionals: '[FILE...]',
  options: {
    ...valuesOptions,
    chart: { type: 'string', value: 'DIR', description: 'the chart; without it, ./chart' },
  },
  examples: ['sigsci-values images -f values.yaml', 'sigsci-values images staging.yaml production.yaml --set agent.image.tag=4.84.0'],
  async run(context, { options, positionals }) {
    const { cwd, env, signal } = context;
    const chart = findChart(options.chart, cwd);
    const { below, args } = valuesInput(options);
    const read = valuesReader(context);
    const stacks = (positionals.length === 0 ? [below] : positionals.map((file) => [...below, file])).map((names) => names.map(read));
    const judging = await chartInFolder(chart, shown(chart, cwd));
    const extra = setKinds.flatMap((kind) => options[kind].map((value) => `--${kind}=${value}`));
    const helm = helmProgram(requireTool('helm', env, cwd), run, { env, cwd, signal });
    const images = new Set<string>();
    for (const files of stacks) {
      // Before Helm, which prints an argument that it refuses: it may hold a secret.
      const errors = lint(judging, { below: files, judged: [] }, args, (name) => read(name).bytes.toString('utf8'), rules).filter(({ severity }) => severity === 'error');
      const valuesFiles = files.map(({ name }) => (name === '-' ? name : resolve(cwd, name)));
      const input = files.find(({ name }) => name === '-')?.bytes.toString('utf8');
      const rendered = await helm.template({ chart, release: 'images', namespace: 'images', valuesFiles, input, extra });
      if ('error' in rendered) {
        const stack = files.map(({ name }) => name).join(', ') || shown(chart, cwd);
        context.err(errors.length > 0 ? stylish(sortDiagnostics(errors), false) : `${stack}: ${rendered.error}\n`);
        return ExitCode.problems;
      }
      for (const image of findImages(readManifest(rendered.manifest).objects)) images.add(image);
    }
    context.out([...images].sort().map((image) => `${image}\n`).join(''));
    return ExitCode.clean;
  },
});
