import { rmSync, writeFileSync } from 'node:fs';
import type { AgentState } from './methods.ts';

/** Counts the rules as loaded after their delay and makes the startup probe's file at that moment; never, when there is no delay. */
export function loadRules(agent: AgentState, say: (line: string) => void): NodeJS.Timeout | undefined {
  const { startupFile, double } = agent.settings;
  if (startupFile) rmSync(startupFile, { force: true });
  if (double.rulesDelay === undefined) return undefined;
  return setTimeout(() => {
    agent.rulesLoaded = true;
    if (startupFile) makeStartupFile(startupFile, say);
    say(`${double.rules.length} rules loaded`);
  }, double.rulesDelay);
}

/** A full volume may leave the file empty or away: that is the probe's affair, and the agent goes on. */
function makeStartupFile(file: string, say: (line: string) => void): void {
  try {
    writeFileSync(file, 'ready\n');
  } catch (error) {
    say(`SIGSCI_STARTUP_PROBE_FILEPATH: ${file} cannot be written: ${(error as NodeJS.ErrnoException).code}; going on without`);
  }
}
