import { resolve } from 'node:path';
import { ExitCode } from '../errors.ts';
import { writeWhole } from '../process/write-file.ts';
import { typesText } from '../schema/types-text.gen.ts';
import { defineCommand } from './command.ts';

/** Prints the types of the values that this program knows, as a TypeScript module that exports `Values`. */
export default defineCommand({
  name: 'types',
  summary: 'print the TypeScript types of the values',
  options: {
    out: { type: 'string', value: 'FILE', description: 'write them there instead, as a whole or not at all' },
  },
  examples: ['sigsci-values types --out values.ts'],
  async run(context, { options: { out } }) {
    if (out === undefined) context.out(typesText);
    else await writeWhole(resolve(context.cwd, out), typesText);
    return ExitCode.clean;
  },
});
