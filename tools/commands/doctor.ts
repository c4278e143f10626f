import { examine } from '../doctor/examine.ts';
import { table } from '../doctor/report.ts';
import { ExitCode, UserError } from '../errors.ts';
import { run } from '../process/run.ts';
import { defineCommand } from './command.ts';

/** Says which of the programs that the commands call are there and supported. Exit 1 when one is not. */
export default defineCommand({
  name: 'doctor',
  summary: 'show which helm, ct, kubectl and git are found, and whether they are supported',
  options: {
    format: { type: 'string', value: 'NAME', description: 'table (the default) or json' },
  },
  async run(context, { options: { format = 'table' } }) {
    if (format !== 'table' && format !== 'json') throw new UserError(`--format ${format} is unknown; it is table or json`);
    const findings = await examine(run, context.env, context.cwd, context.signal);
    context.out(format === 'json' ? `${JSON.stringify(findings, undefined, 2)}\n` : table(findings));
    return findings.every(({ supported }) => supported) ? ExitCode.clean : ExitCode.problems;
  },
});
