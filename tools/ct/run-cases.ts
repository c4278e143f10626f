import type { Case } from '../chart/cases.ts';
import { inParallel, oneAtATime } from '../process/parallel.ts';
import { timed } from './case.ts';
import type { CaseResult, InstallJob, Job } from './case.ts';
import { installCase } from './install-case.ts';
import { lintCase } from './lint-case.ts';
import type { Lint } from './lint-case.ts';
import { openLog } from './log.ts';
import { findNeeds } from './needs.ts';
import { placeholderRelease } from './surroundings.ts';

/** Hears of each case when it begins and when it has ended. */
export interface Listener {
  readonly begun: (one: Case) => void;
  readonly ended: (result: CaseResult) => void;
}

/** More at once is hardly faster, and a small cluster has room for no more. */
const atOnce = 2;

/** Lints every case, whatever the others come to. */
export function lintCases(job: Job, cases: readonly Case[], lint: Lint, listener: Listener): Promise<CaseResult[]> {
  return inParallel(cases, atOnce, (one) => told(listener, one, () => lintCase(job, one, lint)));
}

/** Installs every case, whatever the others come to. Those that take a port of the node go one after the other. */
export function installCases(job: InstallJob, cases: readonly Case[], listener: Listener): Promise<CaseResult[]> {
  const alone = oneAtATime();
  return inParallel(cases, atOnce, async (one) => {
    const files = one.file === undefined ? [] : [one.file];
    const rendered = await job.helm.template({ chart: job.chart, release: placeholderRelease, namespace: 'ct', valuesFiles: files, extra: job.sets });
    if ('error' in rendered) return told(listener, one, () => unrendered(job, one, rendered.error));
    const needs = findNeeds(rendered.manifest);
    const install = (): Promise<CaseResult> => told(listener, one, () => installCase(job, one, needs));
    return needs.takesNodePort ? alone(install) : install();
  });
}

async function told(listener: Listener, one: Case, work: () => Promise<CaseResult>): Promise<CaseResult> {
  listener.begun(one);
  const result = await work();
  listener.ended(result);
  return result;
}

function unrendered(job: Job, one: Case, error: string): Promise<CaseResult> {
  const log = openLog(job.logs, one.name, (text) => text);
  log.write(`${error}\n`);
  return timed(one, log.path, async () => [error]);
}
