import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { findCases, selectCases } from '../chart/cases.ts';
import type { Case } from '../chart/cases.ts';
import { findChart, shown } from '../chart/find-chart.ts';
import type { CaseResult, Job } from '../ct/case.ts';
import { chartTestingProgram } from '../ct/chart-testing.ts';
import { confidentialTexts } from '../ct/conceal.ts';
import { readConfig } from '../ct/config.ts';
import { ownLint } from '../ct/own-lint.ts';
import { report } from '../ct/report.ts';
import { installCases, lintCases } from '../ct/run-cases.ts';
import type { Listener } from '../ct/run-cases.ts';
import { ExitCode, UserError } from '../errors.ts';
import { helmProgram } from '../process/helm.ts';
import { kubectlProgram } from '../process/kubectl.ts';
import { run } from '../process/run.ts';
import { requireTool } from '../process/tools.ts';
import { writeWhole } from '../process/write-file.ts';
import { defineCommand } from './command.ts';
import type { Context } from './command.ts';

const options = {
  chart: { type: 'string', value: 'DIR', description: 'the chart; without it, ./chart' },
  filter: { type: 'string', multiple: true, value: 'WORD', description: 'only the cases whose name holds WORD; repeatable' },
  set: { type: 'string', multiple: true, value: 'PATH=VALUE', description: 'a value for every case, above its file; repeatable' },
  config: { type: 'string', value: 'FILE', description: "ct's settings; without it, ci/ct.yaml or ct.yaml where they exist" },
  timeout: { type: 'string', value: 'DURATION', description: "how long Helm waits for a release to be ready, as 90s or 5m; without it, ct's settings or 5m" },
  out: { type: 'string', value: 'DIR', description: 'keep the log of each case and results.json there' },
  ct: { type: 'string', value: 'PATH', description: 'the program ct; without it, SIGSCI_CT or the one on PATH' },
  helm: { type: 'string', value: 'PATH', description: 'the program helm; without it, SIGSCI_HELM or the one on PATH' },
  kubectl: { type: 'string', value: 'PATH', description: 'the program kubectl; without it, SIGSCI_KUBECTL or the one on PATH' },
} as const;

interface Settings {
  readonly chart: string;
  readonly cases: readonly Case[];
  /** As the user wrote them: `path=value`. */
  readonly sets: readonly string[];
  readonly config: Readonly<Record<string, unknown>>;
  readonly env: NodeJS.ProcessEnv;
}

/** Drives chart-testing one case at a time, so that every case gets a result of its own. Exit 1 when one failed. */
export default defineCommand({
  name: 'ct',
  summary: 'lint or install every chart/ci case by chart-testing, each with a result of its own',
  positionals: 'lint|install',
  options,
  examples: ['sigsci-values ct lint', 'sigsci-values ct install --filter sidecar --set global.image.registry=registry.example.com'],
  async run(context, { options: given, positionals: [action, ...more] }) {
    if ((action !== 'lint' && action !== 'install') || more.length > 0) throw new UserError('ct takes one of the words lint and install');
    const { cwd } = context;
    const chart = findChart(given.chart, cwd);
    const env = withPrograms(context.env, given);
    const config = withTimeout(readConfig(given.config, cwd), given.timeout);
    const cases = selectCases(await findCases(chart), given.filter);
    const settings = { chart, cases, sets: given.set, config, env };
    const folder = await mkdtemp(join(tmpdir(), 'sigsci-ct-'));
    const logs = given.out === undefined ? await mkdtemp(join(tmpdir(), 'sigsci-ct-logs-')) : resolve(cwd, given.out);
    let keepLogs = given.out !== undefined;
    try {
      const results = await runAction(action, context, settings, folder, logs);
      const passed = results.every(({ status }) => status === 'passed');
      keepLogs ||= !passed;
      if (given.out !== undefined) await writeWhole(join(logs, 'results.json'), `${JSON.stringify(results, undefined, 2)}\n`);
      context.out(report(results, (path) => shown(path, cwd), context.color));
      return passed ? ExitCode.clean : ExitCode.problems;
    } finally {
      await rm(folder, { recursive: true, force: true });
      if (!keepLogs) await rm(logs, { recursive: true, force: true });
    }
  },
});

async function runAction(action: 'lint' | 'install', context: Context, settings: Settings, folder: string, logs: string): Promise<CaseResult[]> {
  const { chart, cases, sets, config, env } = settings;
  const { cwd, signal } = context;
  const paths = { ct: requireTool('ct', env, cwd), helm: requireTool('helm', env, cwd) };
  const listener = announce(context, action, cases.length);
  const shared = { chart, sets: sets.map((set) => `--set=${set}`), confidential: confidentialTexts(sets), config, folder, logs, signal, helm: helmProgram(paths.helm, run, { env, cwd, signal }) };
  if (action === 'lint') {
    const job: Job = { ...shared, chartTesting: await chartTestingProgram(paths, folder, env, run) };
    return lintCases(job, cases, await ownLint(chart, sets, cwd), listener);
  }
  signal.addEventListener('abort', () => context.err('interrupted: removing releases and namespaces ...\n'), { once: true });
  const kubectlPath = requireTool('kubectl', env, cwd);
  const kubectl = kubectlProgram(kubectlPath, run, { env, cwd, signal });
  await kubectl.ready().catch((error: Error) => {
    signal.throwIfAborted();
    throw new UserError(`no cluster answers (${error.message.split('\n').at(-1)}); start one, or name its kubeconfig by KUBECONFIG`);
  });
  const chartTesting = await chartTestingProgram({ ...paths, kubectl: kubectlPath }, folder, env, run);
  const cleaning = { kubectl: kubectlProgram(kubectlPath, run, { env, cwd }), helm: helmProgram(paths.helm, run, { env, cwd }) };
  return installCases({ ...shared, chartTesting, kubectl, cleaning }, cases, listener);
}

function announce(context: Context, action: string, total: number): Listener {
  let ended = 0;
  return {
    begun: ({ name }) => context.err(`${action} ${name} ...\n`),
    ended: ({ name, status, seconds }) => context.err(`[${++ended}/${total}] ${name} ${status} (${seconds.toFixed(1)} s)\n`),
  };
}

function withPrograms(env: NodeJS.ProcessEnv, given: { readonly ct?: string; readonly helm?: string; readonly kubectl?: string }): NodeJS.ProcessEnv {
  const named = Object.entries({ SIGSCI_CT: given.ct, SIGSCI_HELM: given.helm, SIGSCI_KUBECTL: given.kubectl });
  return { ...env, ...Object.fromEntries(named.filter(([, path]) => path !== undefined)) };
}

/** ct gives these arguments to install, test and uninstall alike; all three know `--timeout`. */
function withTimeout(config: Readonly<Record<string, unknown>>, timeout: string | undefined): Readonly<Record<string, unknown>> {
  if (timeout === undefined) return config;
  if (!/^(\d+[hms])+$/.test(timeout)) throw new UserError(`--timeout ${timeout} is no duration; write it as 90s or 5m`);
  return { ...config, 'helm-extra-args': [config['helm-extra-args'], `--timeout=${timeout}`].filter(Boolean).join(' ') };
}
