import { rmSync, writeFileSync } from 'node:fs';
import { showAddress } from './address.ts';
import { prepareCacheFolder } from './cache-folder.ts';
import { requestContexts } from './contexts.ts';
import { answer } from './methods.ts';
import type { AgentState } from './methods.ts';
import { rpcServer } from './rpc-server.ts';
import type { Settings } from './settings.ts';
import { startupProbe } from './startup-probe.ts';
import { warmUp } from './warm-up.ts';

/** Where the agent's two kinds of lines go: JSON records, and talk for people. */
export interface Output {
  record(line: string): void;
  say(line: string): void;
}

/** Starts every listener that the settings ask for; resolves when all are open, to the agent's graceful end. */
export async function startAgent(settings: Settings, output: Output): Promise<{ stop(): Promise<void> }> {
  prepareCacheFolder(settings.sharedCacheFolder);
  const contexts = requestContexts(settings.contextExpiration, settings.cleanerInterval);
  const agent: AgentState = { settings, contexts, counts: {}, rulesLoaded: false, print: output.record };
  const closeProbe = settings.startupListener && (await startupProbe(settings.startupListener, () => agent.rulesLoaded));
  await warmUp(settings.double);
  const rpc = await startRpc(agent, output);
  const loading = loadRules(agent, output);
  return {
    async stop() {
      clearTimeout(loading);
      await rpc?.stop(settings.shutdownTimeout);
      await closeProbe?.();
      contexts.close();
      output.record(JSON.stringify({ time: new Date().toISOString(), hostname: settings.serverHostname, event: 'stopped', counts: agent.counts }));
    },
  };
}

async function startRpc(agent: AgentState, output: Output) {
  const { rpcAddress, double } = agent.settings;
  if (!rpcAddress) {
    output.say('reverse-proxy mode: the RPC listener is off, modules get no answers');
    return undefined;
  }
  const server = await rpcServer({
    address: rpcAddress,
    ownerOnlySocket: double.ownerOnlySocket,
    answer: (method, fields) => answer(agent, method, fields),
    complain: output.say,
  });
  output.say(`RPC on ${showAddress(rpcAddress)}`);
  return server;
}

function loadRules(agent: AgentState, output: Output): NodeJS.Timeout | undefined {
  const { startupFile, double } = agent.settings;
  if (startupFile) rmSync(startupFile, { force: true });
  if (double.rulesDelay === undefined) return undefined;
  return setTimeout(() => {
    agent.rulesLoaded = true;
    if (startupFile) writeFileSync(startupFile, 'ready\n');
    output.say(`${double.rules.length} rules loaded`);
  }, double.rulesDelay);
}
