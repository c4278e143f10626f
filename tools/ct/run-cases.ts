import type { Case } from '../chart/cases.ts';
import { inParallel, oneAtATime } from '../process/parallel.ts';
import { timed } from './case.ts';
import type { CaseResult, InstallJob, Job } from './case.ts';
import { concealer } from './conceal.ts';
import { installCase } from './install-case.ts';
import type { Tested } from './install-case.ts';
import { lintCase } from './lint-case.ts';
import type { Lint } from './lint-case.ts';
import { openLog } from './log.ts';
import { findNeeds } from './needs.ts';
import type { Needs } from './needs.ts';
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
export async function installCases(job: InstallJob, cases: readonly Case[], listener: Listener): Promise<CaseResult[]> {
  const alone = oneAtATime();
  const ending: Promise<CaseResult>[] = [];
  const install = async (one: Case, needs: Needs): Promise<Tested> => {
    listener.begun(one);
    const tested = await installCase(job, one, needs);
    const ended = tested.ended.then((result) => (listener.ended(result), result));
    // It is looked at when all have ended; until then a rejection is no accident.
    ended.catch(() => undefined);
    ending.push(ended);
    return tested;
  };
  try {
    await inParallel(cases, atOnce, async (one) => {
      const needs = await findCaseNeeds(job, one);
      if ('error' in needs) ending.push(told(listener, one, () => unrendered(job, one, needs.error)));
      else if (needs.takesNodePort) await alone(() => install(one, needs).then(({ ended }) => ended));
      else await install(one, needs);
    });
  } finally {
    await Promise.allSettled(ending);
  }
  const results = await Promise.all(ending);
  return results.sort((left, right) => (left.name < right.name ? -1 : 1));
}

async function findCaseNeeds(job: InstallJob, { file }: Case): Promise<Needs | { readonly error: string }> {
  const template = { chart: job.chart, release: placeholderRelease, namespace: 'ct', valuesFiles: file === undefined ? [] : [file], extra: job.sets };
  const rendered = await job.helm.template(template);
  return 'error' in rendered ? rendered : findNeeds(rendered.manifest);
}

async function told(listener: Listener, one: Case, work: () => Promise<CaseResult>): Promise<CaseResult> {
  listener.begun(one);
  const result = await work();
  listener.ended(result);
  return result;
}

function unrendered(job: Job, one: Case, error: string): Promise<CaseResult> {
  const conceal = concealer(job.confidential);
  const log = openLog(job.logs, one.name, conceal);
  log.write(`${error}\n`);
  return timed(one, log.path, async () => [conceal(error)]);
}
