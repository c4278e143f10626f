import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Case } from '../chart/cases.ts';
import { timed } from './case.ts';
import type { CaseResult, InstallJob } from './case.ts';
import { concealer } from './conceal.ts';
import { caseConfig, joinArguments } from './config.ts';
import { firstCause } from './first-cause.ts';
import { openLog } from './log.ts';
import type { Log } from './log.ts';
import type { Needs } from './needs.ts';
import { stageCase } from './stage.ts';
import { lookAt } from './state.ts';
import type { State } from './state.ts';
import { surroundings } from './surroundings.ts';
import type { Surroundings } from './surroundings.ts';

/** A case whose release has been installed and tested, and is being removed: the next one can begin. */
export interface Tested {
  /** Settles when nothing of the case is left; rejects when the run was interrupted. */
  readonly ended: Promise<CaseResult>;
}

/** Installs one case by ct in a namespace of its own, tests it, finds the cause when it fails, and removes everything. */
export async function installCase(job: InstallJob, one: Case, needs: Needs): Promise<Tested> {
  job.signal.throwIfAborted();
  const around = await surroundings(job.chart, one.name, needs);
  const conceal = concealer([...job.confidential, ...needs.confidential, ...around.confidential]);
  const log = openLog(job.logs, one.name, conceal);
  const result = await timed(one, log.path, () => installAndTest(job, one, around, log).catch((error: Error) => [error.message]));
  return { ended: end() };

  async function end(): Promise<CaseResult> {
    const remains = await cleanUp(job, around.namespace);
    log.write(remains.map((line) => `${line}\n`).join(''));
    log.close();
    job.signal.throwIfAborted();
    const causes = [...result.causes, ...remains].map(conceal);
    return { ...result, causes, status: causes.length === 0 ? 'passed' : 'failed' };
  }
}

async function installAndTest(job: InstallJob, one: Case, around: Surroundings, log: Log): Promise<string[]> {
  const folder = join(job.folder, one.name);
  await mkdir(folder, { recursive: true });
  const copy = await stageCase(job.chart, one, job.folder);
  const given = String(job.config['helm-extra-set-args'] ?? '').split(' ').filter((word) => word !== '');
  const sets = joinArguments([...given, ...job.sets, ...around.sets]);
  await job.kubectl.create(around.objects);
  const config = caseConfig(job.config, copy, { namespace: around.namespace, 'helm-extra-set-args': sets });
  const result = await job.chartTesting.run('install', { config, folder, signal: job.signal, onOutput: log.write });
  if (result.code === 0) return [];
  const state = await lookAt(job.kubectl, around.namespace).catch(() => undefined);
  log.write(describe(state));
  return firstCause(result.stdout + result.stderr, state);
}

/**
 * Removes the release and the namespace, interrupted or not, and says what could not be removed. The pods go first:
 * a namespace deleted with a pod in it is not looked at again before half of the pod's grace period has passed, 150 s
 * for ingress-nginx (https://github.com/kubernetes/kubernetes/blob/v1.34.4/pkg/controller/namespace/namespace_controller.go).
 */
async function cleanUp({ cleaning: { helm, kubectl } }: InstallJob, namespace: string): Promise<string[]> {
  const remains: string[] = [];
  for (const step of [helm.uninstallAll, kubectl.endPods, kubectl.deleteNamespace]) {
    await step(namespace).catch((error: Error) => remains.push(`left behind in ${namespace}: ${error.message}`));
  }
  return remains;
}

function describe(state: State | undefined): string {
  if (state === undefined) return '\nthe namespace could not be looked at\n';
  const pods = state.pods.flatMap(({ name, unscheduled, containers }) => [
    `pod ${name}${unscheduled === undefined ? '' : `: ${unscheduled}`}`,
    ...containers.flatMap((container) => [`  ${container.name} ${container.reason}`, ...container.lines.map((line) => `    | ${line}`)]),
  ]);
  return ['', 'pods at the end:', ...pods, 'warnings:', ...state.warnings, ''].join('\n');
}
