import { startAgent } from './agent.ts';
import { lineWriter } from './line-writer.ts';
import { readSettings } from './settings.ts';
import { StartError } from './start-error.ts';

const version = '4.84.0-double';

// Nobody may be reading the talk any more.
process.stderr.on('error', () => undefined);
void main(process.argv.slice(2)).then((code) => process.exit(code));

async function main(options: readonly string[]): Promise<number> {
  if (options.length > 0) return onlyVersion(options);
  try {
    const output = { record: lineWriter(process.stdout, say), say, exit: (code: number) => process.exit(code) };
    // A signal that comes while the listeners open counts too.
    const stopped = stopSignal();
    const agent = await startAgent(readSettings(process.env), output);
    await stopped;
    await agent.stop();
    return 0;
  } catch (error) {
    if (!(error instanceof StartError)) throw error;
    say(error.message);
    return 1;
  }
}

/** As process 1 of a container the agent has no default for signals: without a handler it would never stop. */
function stopSignal(): Promise<void> {
  return new Promise((resolve) => {
    // In reverse-proxy mode without a probe nothing else keeps the process alive.
    setInterval(() => undefined, 2 ** 30);
    for (const signal of ['SIGTERM', 'SIGINT'] as const) {
      process.on(signal, () => {
        say(`${signal}: stopping`);
        resolve();
      });
    }
  });
}

function onlyVersion(options: readonly string[]): number {
  if (options.length === 1 && options[0]?.replace(/^-+/, '') === 'version') {
    process.stdout.write(`${version}\n`);
    return 0;
  }
  say(`option ${options[0]}: this double reads SIGSCI_* from the environment only; known is --version`);
  return 1;
}

function say(line: string): void {
  process.stderr.write(`sigsci-agent (double): ${line}\n`);
}
