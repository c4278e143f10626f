import { shown } from '../chart/find-chart.ts';
import { chartInFolder } from '../lint/lint-chart.ts';
import { sortDiagnostics } from '../lint/diagnostic.ts';
import { lint } from '../lint/lint.ts';
import { stylish } from '../lint/reporters/stylish.ts';
import { rules } from '../lint/rules/index.gen.ts';
import { readUserFile } from '../process/user-file.ts';
import type { Lint } from './lint-case.ts';

/** Our own lint of the cases of a chart, with `set` above each file: it says nothing when it finds no error. Paths are shown from `cwd`. */
export async function ownLint(chart: string, set: readonly string[], cwd: string): Promise<Lint> {
  const judging = await chartInFolder(chart, shown(chart, cwd));
  const noFile = (): string => '';
  return async ({ file }) => {
    const judged = file === undefined ? [] : [{ name: shown(file, cwd), bytes: readUserFile(file, shown(file, cwd)) }];
    const errors = lint(judging, { below: [], judged }, { set }, noFile, rules).filter(({ severity }) => severity === 'error');
    return errors.length === 0 ? undefined : stylish(sortDiagnostics(errors), false);
  };
}
