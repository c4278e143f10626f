import type { Case } from '../chart/cases.ts';
import type { Helm } from '../process/helm.ts';
import type { Kubectl } from '../process/kubectl.ts';
import type { ChartTesting } from './chart-testing.ts';
import type { Config } from './config.ts';

/** What one case came to. */
export interface CaseResult {
  readonly name: string;
  readonly status: 'passed' | 'failed';
  readonly seconds: number;
  /** Why it failed, the most telling line first. */
  readonly causes: readonly string[];
  /** The file with everything that was said. */
  readonly log: string;
}

/** What the cases of one run share. */
export interface Job {
  readonly chart: string;
  readonly config: Config;
  /** Arguments that every Helm call gets, each one word: `--set=a=b`. */
  readonly sets: readonly string[];
  /** What `sets` put where secrets may stand: it is kept out of logs and causes. */
  readonly confidential: readonly string[];
  /** Temporary files; gone when the run is over. */
  readonly folder: string;
  /** One log file a case. */
  readonly logs: string;
  readonly chartTesting: ChartTesting;
  readonly helm: Helm;
  readonly signal: AbortSignal;
}

/** What an installation needs further: the cluster, and the two programs without the signal, for cleaning up after Ctrl-C. */
export interface InstallJob extends Job {
  readonly kubectl: Kubectl;
  readonly cleaning: { readonly kubectl: Kubectl; readonly helm: Helm };
}

/** Does the work of one case and times it; `work` returns why it failed, or nothing. */
export async function timed({ name }: Case, log: string, work: () => Promise<readonly string[]>): Promise<CaseResult> {
  const started = performance.now();
  const causes = await work();
  return { name, status: causes.length === 0 ? 'passed' : 'failed', seconds: (performance.now() - started) / 1000, causes, log };
}
