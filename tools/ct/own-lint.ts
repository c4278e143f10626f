import { readFileSync } from 'node:fs';
import type { Case } from '../chart/cases.ts';
import { shown } from '../chart/find-chart.ts';
import { chartInFolder } from '../lint/lint-chart.ts';
import { sortDiagnostics } from '../lint/diagnostic.ts';
import { lint } from '../lint/lint.ts';
import { stylish } from '../lint/reporters/stylish.ts';
import { rules } from '../lint/rules/index.gen.ts';

/** What our own lint says about a case of a chart, with `set` above its file; nothing when it finds no error. Paths are shown from `cwd`. */
export function lintErrors(chart: string, { file }: Case, set: readonly string[], cwd: string): string | undefined {
  const judged = file === undefined ? [] : [{ name: shown(file, cwd), bytes: readFileSync(file) }];
  const noFile = (): string => '';
  const findings = lint(chartInFolder(chart, shown(chart, cwd)), { below: [], judged }, { set }, noFile, rules);
  const errors = findings.filter(({ severity }) => severity === 'error');
  return errors.length === 0 ? undefined : stylish(sortDiagnostics(errors), false);
}
