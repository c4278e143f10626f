/**
 * npm run bench [-- --rounds N] [--peer DIR]: pairs of commands measured in one run, with their ratio and its bar.
 * `--peer`: an unpacked chart ingress-nginx 4.15.1 to compare `helm template` with. Times wander on shared machines
 * and fail nothing; a size over its bar ends with 1.
 */
import { copyFile, mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ExitCode, UserError } from '../../tools/errors.ts';
import { program } from '../program.ts';
import { tool } from '../toolchain/tool.ts';
import { race } from './pair.ts';
import type { Command } from './pair.ts';
import { releaseSize, schemaSize } from './sizes.ts';

const chart = 'chart';
/** 1.2 times what ingress-nginx 4.15.1 took where it was measured: 60 and 62 ms, with 35 ms for `helm version`. */
const templateBar = 2.1;
const lint = [process.execPath, 'tools/dist/sigsci-values.cjs', 'lint'];

interface Options {
  readonly rounds: number;
  readonly peer: string | undefined;
}

function readOptions(args: string[]): Options {
  try {
    const { values } = parseArgs({ args, options: { rounds: { type: 'string', default: '15' }, peer: { type: 'string' } } });
    if (!/^[1-9]\d{0,3}$/.test(values.rounds)) throw new Error(`--rounds ${values.rounds} is no number of rounds`);
    return { rounds: Number(values.rounds), peer: values.peer };
  } catch (error) {
    throw new UserError(`${(error as Error).message}; usage: npm run bench [-- --rounds N] [--peer DIR]`);
  }
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

type Pair = [title: string, command: Command, other: string, otherCommand: Command, bar?: number];
type Compare = (...pair: Pair) => void;

/** What is said of one command against another. */
function comparison(rounds: number, ...[title, command, other, otherCommand, bar]: Pair): string {
  const [own, base] = race([command, otherCommand], rounds);
  if (!own || !base) return title;
  const median = own.median / base.median;
  const judged = bar === undefined ? '' : `, bar ${bar}: ${median <= bar ? 'held' : 'NOT held'}`;
  const least = own.least / base.least;
  const times = `${own.median.toFixed(1)} ms / ${base.median.toFixed(1)} ms; fastest runs ${least.toFixed(2)} times: ${own.least.toFixed(1)} / ${base.least.toFixed(1)}`;
  return `${title.padEnd(44)} ${median.toFixed(2)} times ${other} (${times}${judged})`;
}

/** Prints a size; true when it holds its bar. */
function weigh(title: string, bytes: number, bar: number): boolean {
  say(`${title.padEnd(44)} ${(bytes / 1000).toFixed(1)} kB, bar ${bar} kB: ${bytes <= bar * 1000 ? 'held' : 'NOT held'}`);
  return bytes <= bar * 1000;
}

/** The longest case of the chart stands for a user's values file. */
async function typicalFile(): Promise<string> {
  const cases = (await readdir(join(chart, 'ci'))).filter((name) => name.endsWith('-values.yaml')).map((name) => join(chart, 'ci', name));
  const sizes = await Promise.all(cases.map(async (file) => (await stat(file)).size));
  return cases[sizes.indexOf(Math.max(...sizes))] ?? join(chart, 'values.yaml');
}

async function compareLint(compare: Compare, helm: string, scratch: string): Promise<void> {
  const typical = await typicalFile();
  const many = Array.from({ length: 200 }, (_, index) => join(scratch, `${index}-values.yaml`));
  await Promise.all(many.map((file) => copyFile(typical, file)));
  compare(`lint ${typical}`, [...lint, typical], 'helm version', [helm, 'version'], 1.2);
  compare('lint chart/values.yaml (the longest there is)', [...lint, 'chart/values.yaml'], 'helm version', [helm, 'version']);
  compare('lint 200 files', [...lint, ...many], 'helm version', [helm, 'version'], 10);
  compare('lint one file', [...lint, typical], 'helm lint', [helm, 'lint', chart, '--values', typical]);
}

await program('bench', async (args) => {
  const { rounds, peer } = readOptions(args);
  const helm = await tool('helm4');
  const scratch = await mkdtemp(join(tmpdir(), 'sigsci-bench-'));
  const compare: Compare = (...pair) => say(comparison(rounds, ...pair));
  try {
    say(`Node ${process.version}, helm 4, ${rounds} rounds of each pair`);
    await compareLint(compare, helm, scratch);
    const template = [helm, 'template', 'bench', chart];
    if (peer) compare('helm template of the defaults', template, 'ingress-nginx', [helm, 'template', 'bench', peer], 1.2);
    else compare('helm template (--peer DIR compares with a chart)', template, 'helm version', [helm, 'version'], templateBar);
    const schema = weigh('schema in the chart', await schemaSize(chart), 160);
    const release = weigh('Secret of a release', await releaseSize(helm, chart), 200);
    return schema && release ? ExitCode.clean : ExitCode.problems;
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
});
