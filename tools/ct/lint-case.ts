import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Case } from '../chart/cases.ts';
import { timed } from './case.ts';
import type { CaseResult, Job } from './case.ts';
import { concealer } from './conceal.ts';
import { caseConfig, joinArguments } from './config.ts';
import { openLog } from './log.ts';
import { stageCase } from './stage.ts';

/** Our own judgement of a values file: what `sigsci-values lint` says when it finds something, else nothing. */
export type Lint = (one: Case) => Promise<string | undefined>;

/** Judges one case by ct, which runs `helm lint --strict`, and by our own lint, which knows positions and rules across fields. */
export function lintCase(job: Job, one: Case, lint: Lint): Promise<CaseResult> {
  const conceal = concealer(job.confidential);
  const log = openLog(job.logs, one.name, conceal);
  return timed(one, log.path, async () => {
    const own = await lint(one);
    log.write(own ?? '');
    const folder = join(job.folder, one.name);
    await mkdir(folder, { recursive: true });
    const copy = await stageCase(job.chart, one, job.folder);
    const helmArguments = [String(job.config['helm-lint-extra-args'] ?? '--strict'), ...job.sets];
    const config = caseConfig(job.config, copy, { 'helm-lint-extra-args': joinArguments(helmArguments.flatMap((text) => text.split(' '))) });
    const result = await job.chartTesting.run('lint', { config, folder, signal: job.signal, onOutput: log.write });
    log.close();
    return [...lines(own), ...(result.code === 0 ? [] : helmFindings(result.stdout + result.stderr))].map(conceal);
  });
}

function lines(text: string | undefined): string[] {
  return (text ?? '').split('\n').filter((line) => line.trim() !== '');
}

/** What `helm lint` found, once; without such a line, ct's own last words. */
function helmFindings(output: string): string[] {
  const said = lines(output).map((line) => line.trim());
  const findings = said.filter((line) => /^\[(ERROR|WARNING)\]/.test(line));
  const errors = said.filter((line) => line.startsWith('Error: '));
  return [...new Set(findings.length > 0 ? findings : errors.length > 0 ? errors.slice(0, 1) : said.slice(-1))];
}
