import { main } from './cli/main.ts';
import { processContext, wasInterrupted } from './cli/process-context.ts';
import { ExitCode } from './errors.ts';

// A reader that closed the pipe early (`| head`) has all it wants: the exit code still tells the truth.
process.on('uncaughtException', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') return;
  process.stderr.write(`${error.stack}\n`);
  process.exit(ExitCode.unusable);
});

main(process.argv.slice(2), processContext).then((code) => {
  process.exitCode = wasInterrupted() ? ExitCode.interrupted : code;
});
