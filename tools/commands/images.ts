import { existsSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { findChart, shown } from '../chart/find-chart.ts';
import { readManifest } from '../chart/manifest.ts';
import { ExitCode, UserError } from '../errors.ts';
import { findImages } from '../images/find-images.ts';
import { helmProgram } from '../process/helm.ts';
import { run } from '../process/run.ts';
import { requireTool } from '../process/tools.ts';
import { defineCommand } from './command.ts';

/** The ways in which Helm takes single values, in its own words. */
const setters = ['set', 'set-string', 'set-json', 'set-literal', 'set-file'] as const;

const setterOptions = {
  set: { type: 'string', multiple: true, value: 'PATH=VALUE', description: 'a value above all files, as for helm; repeatable' },
  'set-string': { type: 'string', multiple: true, value: 'PATH=TEXT', description: 'the same, always a text' },
  'set-json': { type: 'string', multiple: true, value: 'PATH=JSON', description: 'the same, as JSON' },
  'set-literal': { type: 'string', multiple: true, value: 'PATH=TEXT', description: 'the same, a text in which nothing has a meaning' },
  'set-file': { type: 'string', multiple: true, value: 'PATH=FILE', description: 'the same, the content of a file' },
} as const;

/** Prints every image that a release with these values may pull. A values stack that does not render is exit 1. */
export default defineCommand({
  name: 'images',
  summary: 'print every image that a stack of values needs, one a line, for mirroring',
  positionals: '[FILE...]',
  options: {
    values: { type: 'string', short: 'f', multiple: true, value: 'FILE', description: 'a values file below each FILE; repeatable' },
    ...setterOptions,
    chart: { type: 'string', value: 'DIR', description: 'the chart; without it, ./chart' },
  },
  examples: ['sigsci-values images -f values.yaml', 'sigsci-values images staging.yaml production.yaml --set agent.image.tag=4.84.0'],
  async run(context, { options, positionals }) {
    const { cwd, env, signal } = context;
    const chart = findChart(options.chart, cwd);
    const below = options.values.map((file) => existing(file, cwd));
    const stacks = positionals.length === 0 ? [below] : positionals.map((file) => [...below, existing(file, cwd)]);
    const extra = setters.flatMap((name) => options[name].map((value) => `--${name}=${value}`));
    const helm = helmProgram(requireTool('helm', env, cwd), run, { env, cwd, signal });
    const images = new Set<string>();
    for (const valuesFiles of stacks) {
      const rendered = await helm.template({ chart, release: 'images', namespace: 'images', valuesFiles, extra });
      if ('error' in rendered) {
        context.err(`${shown(valuesFiles.at(-1) ?? chart, cwd)}: ${rendered.error}\n`);
        return ExitCode.problems;
      }
      for (const image of findImages(readManifest(rendered.manifest).objects)) images.add(image);
    }
    context.out([...images].sort().map((image) => `${image}\n`).join(''));
    return ExitCode.clean;
  },
});

function existing(file: string, cwd: string): string {
  const path = resolve(cwd, file);
  if (!existsSync(path)) throw new UserError(`no such file: ${file}`);
  if (statSync(path).isDirectory()) throw new UserError(`${file} is a directory; name a values file`);
  return path;
}
