import { ExitCode } from '../errors.ts';
import { defineCommand } from './command.ts';

export default defineCommand({
  name: 'lint',
  summary: 'judge values files before they reach a cluster',
  positionals: '[FILE...]',
  options: {
    values: { type: 'string', short: 'f', multiple: true, value: 'FILE', description: 'a values file below each FILE; repeatable' },
  },
  async run() {
    return ExitCode.clean;
  },
});
