import { main } from '../../tools/cli/main.ts';
import type { ExitCode } from '../../tools/errors.ts';
import { recordedContext } from './recorded-context.ts';
import { inScratchFolder } from './scratch-folder.ts';

export interface Said {
  readonly code: ExitCode;
  readonly out: string;
  readonly err: string;
}

/** Runs a command line in a new folder that holds `files`. `input`: what standard input gives. */
export function runCli(args: readonly string[], files: Readonly<Record<string, string>> = {}, input: string | Buffer = ''): Promise<Said> {
  return inScratchFolder(files, async (folder) => {
    const context = { ...recordedContext(folder), stdin: () => Buffer.from(input) };
    const code = await main(args, context);
    return { code, ...context.said };
  });
}
