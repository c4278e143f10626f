import { rm } from 'node:fs/promises';
import { showAddress } from './address.ts';
import { prepareCacheFolder } from './cache-folder.ts';
import { followCommandFile } from './command-file.ts';
import { normalConduct } from './conduct.ts';
import { requestContexts } from './contexts.ts';
import { loadRules } from './load-rules.ts';
import { answer, record } from './methods.ts';
import type { AgentState } from './methods.ts';
import { metricsOf } from './metrics.ts';
import { obey } from './obey.ts';
import { rpcServer } from './rpc-server.ts';
import type { RpcServer } from './rpc-server.ts';
import type { Settings } from './settings.ts';
import { startupProbe } from './startup-probe.ts';
import { statsdReports } from './statsd.ts';
import { warmUp } from './warm-up.ts';

/** Where the agent's two kinds of lines go, JSON records and talk for people, and how it dies on command. */
export interface Output {
  /** Resolves when the line has left the process. */
  record(line: string): Promise<void>;
  say(line: string): void;
  /** Ends the process at once with this code. */
  exit(code: number): void;
}

/** Starts every listener that the settings ask for; resolves when all are open, to the agent's graceful end. */
export async function startAgent(settings: Settings, output: Output): Promise<{ stop(): Promise<void> }> {
  prepareCacheFolder(settings.sharedCacheFolder, output.say);
  const agent = agentState(settings, output);
  const closeProbe = settings.startupListener && (await startupProbe(settings.startupListener, () => agent.rulesLoaded));
  await warmUp(settings.double);
  const stopListening = followCommandFile(settings.double.commandFile, (said) => {
    obey(said, { conduct: agent.conduct, say: output.say, crash: () => void crash(agent, output) });
  });
  const rpc = await startRpc(agent, output);
  const statsd = settings.statsd && statsdReports(settings.statsd, metricsOf(agent.tally, () => rpc?.openConnections() ?? 0), output.say);
  const loading = loadRules(agent, output.say);
  return {
    async stop() {
      clearTimeout(loading);
      stopListening();
      await rpc?.stop(settings.shutdownTimeout);
      await Promise.all([closeProbe?.(), statsd?.close()]);
      agent.conduct.close();
      agent.contexts.close();
      await record(agent, undefined, { event: 'stopped', counts: agent.tally.counts });
    },
  };
}

function agentState(settings: Settings, { record: print }: Output): AgentState {
  const agent: AgentState = {
    settings,
    print,
    conduct: normalConduct(({ text }, until) => {
      void record(agent, undefined, { event: 'command', command: text, ...(until && { until: new Date(until).toISOString() }) });
    }),
    contexts: requestContexts(settings.contextExpiration, settings.cleanerInterval, (requestId, call) => {
      void record(agent, call, { event: 'unfinished', requestId });
    }),
    tally: { counts: {}, signals: {}, ...(settings.statsd && { decisionTimes: [], queueTimes: [] }) },
    rulesLoaded: false,
  };
  return agent;
}

/** Ends as a fault would: nothing is closed, the socket stays behind. Only the command goes, so that the next start is normal. */
async function crash(agent: AgentState, output: Output): Promise<void> {
  await rm(agent.settings.double.commandFile).catch(() => undefined);
  await record(agent, undefined, { event: 'command', command: 'crash' });
  output.exit(2);
}

async function startRpc(agent: AgentState, output: Output): Promise<RpcServer | undefined> {
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
