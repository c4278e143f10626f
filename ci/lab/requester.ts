import { spawn } from 'node:child_process';
import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import type { Socket } from 'node:net';
import { createInterface } from 'node:readline';
import type { InsideRequest, InsideResponse } from './backend.ts';

export interface Requester {
  send(request: InsideRequest): Promise<InsideResponse>;
  /** Ends its helper process; a later `send` starts another. */
  close(): void;
}

/** A command that runs ci/lab/inside/request where the cluster's addresses are reachable. */
export interface HelperCommand {
  readonly words: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
}

interface Answer {
  readonly id: number;
  readonly response?: InsideResponse;
  readonly error?: string;
}

interface Waiting {
  readonly resolve: (response: InsideResponse) => void;
  readonly reject: (error: Error) => void;
}

interface Helper {
  readonly child: ChildProcessWithoutNullStreams;
  readonly waiting: Map<number, Waiting>;
}

/**
 * Sends requests through a helper process, because this one cannot go where the cluster's addresses are reachable.
 * The helper starts with the first request and does not keep this process from ending.
 */
export function requesterOver(command: () => Promise<HelperCommand>): Requester {
  let helper: Promise<Helper> | undefined;
  const start = (): Promise<Helper> => {
    const starting: Promise<Helper> = command().then((words) => startHelper(words, forget));
    const forget = (): void => void (helper === starting && (helper = undefined));
    starting.catch(forget);
    return starting;
  };
  return {
    send: async (request) => sendBy(await (helper ??= start()), request),
    close: () => void helper?.then(({ child }) => child.stdin.end(), () => undefined),
  };
}

let count = 0;

function sendBy({ child, waiting }: Helper, request: InsideRequest): Promise<InsideResponse> {
  return new Promise((resolve, reject) => {
    if (waiting.size === 0) holdOpen(child, true);
    waiting.set(++count, { resolve, reject });
    child.stdin.write(`${JSON.stringify({ id: count, request })}\n`);
  });
}

function startHelper({ words, env }: HelperCommand, onEnd: () => void): Helper {
  const [program = '', ...args] = words;
  const child = spawn(program, args, { ...(env && { env }) });
  const waiting = new Map<number, Waiting>();
  let complaint = '';
  const fail = (reason: string): void => {
    onEnd();
    for (const { reject } of waiting.values()) reject(new Error(`request from inside the cluster: ${reason}`));
    waiting.clear();
  };
  createInterface({ input: child.stdout }).on('line', (line) => {
    settle(waiting, JSON.parse(line) as Answer);
    if (waiting.size === 0) holdOpen(child, false);
  });
  child.stderr.on('data', (text: Buffer) => (complaint = `${complaint}${text}`.slice(-2000)));
  child.stdin.on('error', () => undefined);
  child.on('error', (error) => fail(error.message));
  child.on('close', (code) => fail(`its helper process ended with ${code} ${complaint}`.trim()));
  return { child, waiting };
}

function settle(waiting: Map<number, Waiting>, { id, response, error }: Answer): void {
  const promise = waiting.get(id);
  waiting.delete(id);
  if (response) promise?.resolve(response);
  else promise?.reject(new Error(error ?? 'no answer'));
}

/** Whether the helper keeps this process from ending. Its pipes are sockets, which node's types do not say. */
function holdOpen(child: Helper['child'], hold: boolean): void {
  const change = hold ? 'ref' : 'unref';
  for (const handle of [child, child.stdin, child.stdout, child.stderr] as readonly (Helper['child'] | Socket)[]) handle[change]();
}
