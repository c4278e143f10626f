import { dirname, join, resolve } from 'node:path';
import { findCases, selectCases } from '../chart/cases.ts';
import { findChart } from '../chart/find-chart.ts';
import { ExitCode, UserError } from '../errors.ts';
import { helmProgram } from '../process/helm.ts';
import { run } from '../process/run.ts';
import { requireTool } from '../process/tools.ts';
import { checkCases, fails, obsolete } from '../snapshot/check.ts';
import type { Mode } from '../snapshot/check.ts';
import { report } from '../snapshot/report.ts';
import { folderStore } from '../snapshot/store.ts';
import { defineCommand } from './command.ts';

/** Compares what the chart renders for each of its cases with what is stored, or stores it. Exit 1 when they differ. */
export default defineCommand({
  name: 'snapshot',
  summary: 'compare the rendered objects of every chart/ci case with the stored ones',
  options: {
    update: { type: 'boolean', short: 'u', description: 'store what is rendered now and remove what is obsolete' },
    ci: { type: 'boolean', description: 'write nothing; a missing or obsolete snapshot fails (also when CI is set)' },
    chart: { type: 'string', value: 'DIR', description: 'the chart; without it, ./chart' },
    cases: { type: 'string', value: 'DIR', description: 'the values files, as NAME-values.yaml; without it, the folder ci of the chart' },
    snapshots: { type: 'string', value: 'DIR', description: 'the stored snapshots; without it, test/snapshots beside the chart' },
    filter: { type: 'string', multiple: true, value: 'WORD', description: 'only the cases whose name holds WORD; repeatable' },
  },
  examples: ['sigsci-values snapshot', 'sigsci-values snapshot --update --filter sidecar', 'sigsci-values snapshot --cases chart/examples --snapshots test/snapshots/examples'],
  async run(context, { options }) {
    const { cwd, env, signal } = context;
    const mode = chooseMode(options, env);
    const chart = findChart(options.chart, cwd);
    const helm = helmProgram(requireTool('helm', env, cwd), run, { env, cwd, signal });
    const store = folderStore(options.snapshots === undefined ? join(dirname(chart), 'test/snapshots') : resolve(cwd, options.snapshots));
    const cases = await findCases(chart, options.cases === undefined ? undefined : resolve(cwd, options.cases));
    const outcomes = await checkCases(helm, chart, selectCases(cases, options.filter), store, mode);
    const all = options.filter.length > 0 ? outcomes : [...outcomes, ...(await obsolete(cases, store, mode))];
    context.out(report(all, mode, context.color));
    return all.some((outcome) => fails(outcome, mode)) ? ExitCode.problems : ExitCode.clean;
  },
});

function chooseMode(options: { readonly update: boolean; readonly ci: boolean }, env: NodeJS.ProcessEnv): Mode {
  if (options.update && options.ci) throw new UserError('snapshot takes --update or --ci, not both');
  if (options.update) return 'update';
  return options.ci || !['', '0', 'false'].includes(env['CI'] ?? '') ? 'check' : 'new';
}
