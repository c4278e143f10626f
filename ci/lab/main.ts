/** npm run lab:up | lab:down | lab:status | lab:exec -- COMMAND, each with [--name NAME] [--namespace NETWORK-NAMESPACE]. */
import type { ExitCode } from '../../tools/errors.ts';
import { program } from '../program.ts';
import { readArguments } from './arguments.ts';
import { commands } from './commands.ts';

await program('lab', async (args, signal) => {
  const options = readArguments(args);
  // What `exec` runs has exit codes of its own, which are handed on.
  return (await commands[options.command](options, signal)) as ExitCode;
});
