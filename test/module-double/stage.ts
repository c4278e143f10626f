import { join } from 'node:path';
import type { Test as Suite } from 'uvu';
import { freePort } from '../agent-double/running-agent.ts';
import { startBackend } from './backend.ts';
import type { Application, Backend } from './backend.ts';
import { send } from './client.ts';
import type { Reply, Sent } from './client.ts';
import { startNginx } from './nginx.ts';
import type { Nginx } from './nginx.ts';
import { startAgent } from './scripted-agent.ts';
import type { Script, ScriptedAgent } from './scripted-agent.ts';
import { temporaryFolder } from './temporary-folder.ts';

/** Long enough that a busy machine never makes an answer late. */
export const patience = 'sigsci_agent_timeout 20000;';
/** Short, for the cases in which no answer comes. */
export const haste = 'sigsci_agent_timeout 150;';

export interface Stage {
  readonly agent: ScriptedAgent;
  readonly backend: Backend;
  readonly nginx: Nginx;
  readonly port: number;
  readonly socket: string;
  send(path: string, sent?: Sent): Promise<Reply>;
  close(): Promise<void>;
}

export interface Plot {
  readonly script?: Script;
  readonly application?: Application;
  /** Directives at http level besides the agent's address; default: `patience`. */
  readonly http?: string;
  /** Directives outside of http. */
  readonly main?: string;
  /** Directives of the server; default: everything goes to the backend. `BACKEND` becomes its address. */
  readonly server?: string;
  /** More parameters of the listen directive. */
  readonly listen?: string;
  readonly tcp?: boolean;
}

/** A scripted agent, a backend and nginx between them. */
export async function openStage(plot: Plot = {}): Promise<Stage> {
  const folder = temporaryFolder('stage');
  const socket = join(folder, 'agent.sock');
  const agent = await startAgent(plot.tcp ? 'tcp' : socket, plot.script);
  const backend = await startBackend(plot.application);
  const port = await freePort();
  const address = plot.tcp ? `sigsci_agent_host tcp:127.0.0.1;\nsigsci_agent_port ${agent.port};` : `sigsci_agent_host unix:${socket};`;
  const server = (plot.server ?? 'location / { proxy_pass http://BACKEND; }').replaceAll('BACKEND', `127.0.0.1:${backend.port}`);
  const nginx = await startNginx(port, `${address}\n${plot.http ?? patience}\nserver { listen 127.0.0.1:${port}${plot.listen ? ` ${plot.listen}` : ''};\n${server}\n}`, plot.main);
  const close = async (): Promise<void> => {
    try {
      await nginx.stop();
    } finally {
      await backend.close();
      await agent.close();
    }
  };
  return { agent, backend, nginx, port, socket, send: (path, sent) => send(port, path, sent), close };
}

/**
 * Gives every test of a suite the same stage. uvu swallows what a before hook throws, so a stage that cannot open
 * says so itself; the tests then fail for want of it.
 */
export function onStage<T extends { stage: Stage }>(tests: Suite<T>, plot: Plot = {}): void {
  tests.before(async (context) => {
    try {
      context.stage = await openStage(plot);
    } catch (error) {
      process.stderr.write(`the stage does not open: ${String(error)}\n`);
      throw error;
    }
  });
  tests.after(async ({ stage }: { stage?: Stage }) => stage?.close());
}
