import { join, resolve } from 'node:path';
import { findChart, shown } from '../chart/find-chart.ts';
import { ExitCode } from '../errors.ts';
import { readUserFile } from '../process/user-file.ts';
import { writeWhole } from '../process/write-file.ts';
import { richSchema } from '../schema/rich-schema.gen.ts';
import { defineCommand } from './command.ts';

/** Prints the JSON schema of the values: for editors, with descriptions and defaults, or that of a chart as it is. */
export default defineCommand({
  name: 'schema',
  summary: 'print the JSON schema of the values, with descriptions and defaults, for editors',
  options: {
    chart: { type: 'string', value: 'DIR', description: 'print the values.schema.json of the chart in DIR instead' },
    out: { type: 'string', value: 'FILE', description: 'write it there instead, as a whole or not at all' },
  },
  examples: ['sigsci-values schema --out .vscode/sigsci-values.schema.json'],
  async run(context, { options: { chart, out } }) {
    const text = chart === undefined ? `${JSON.stringify(richSchema, undefined, 2)}\n` : schemaOf(findChart(chart, context.cwd), context.cwd);
    if (out === undefined) context.out(text);
    else await writeWhole(resolve(context.cwd, out), text);
    return ExitCode.clean;
  },
});

function schemaOf(chart: string, cwd: string): string {
  const path = join(chart, 'values.schema.json');
  return readUserFile(path, shown(path, cwd)).toString('utf8');
}
