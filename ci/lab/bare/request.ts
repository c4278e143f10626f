import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import type { InsideRequest, InsideResponse } from '../backend.ts';
import { insideCommand } from './bundle.ts';
import { enterNetwork } from './inside.ts';
import type { Place } from './place.ts';

export interface Requester {
  send(request: InsideRequest): Promise<InsideResponse>;
  /** Ends its helper process; a later `send` starts another. */
  close(): void;
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

/**
 * Sends requests from inside the lab. A process cannot change its own network namespace from JavaScript, so a
 * helper process does it; it starts with the first request and does not keep this process from ending.
 */
export function requesterFor(place: Place): Requester {
  const waiting = new Map<number, Waiting>();
  let helper: ChildProcess | undefined;
  let count = 0;
  const send = (request: InsideRequest): Promise<InsideResponse> =>
    new Promise((resolve, reject) => {
      helper = helper?.connected ? helper : startHelper(place, waiting);
      if (waiting.size === 0) holdOpen(helper, true);
      waiting.set(++count, { resolve, reject });
      helper.send({ id: count, request });
    });
  return { send, close: () => helper?.connected && helper.disconnect() };
}

function startHelper(place: Place, waiting: Map<number, Waiting>): ChildProcess {
  const [program = '', ...args] = [...enterNetwork(place), ...insideCommand(place, 'request')];
  const helper = spawn(program, args, { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  const fail = (reason: string): void => {
    for (const { reject } of waiting.values()) reject(new Error(`request from inside lab ${place.name}: ${reason}`));
    waiting.clear();
  };
  helper.on('message', (answer: Answer) => {
    settle(waiting.get(answer.id), answer);
    waiting.delete(answer.id);
    if (waiting.size === 0) holdOpen(helper, false);
  });
  helper.on('error', (error) => fail(error.message));
  helper.on('exit', (code) => fail(`its helper process ended with ${code}`));
  return helper;
}

function settle(promise: Waiting | undefined, { response, error }: Answer): void {
  if (response) promise?.resolve(response);
  else promise?.reject(new Error(error ?? 'no answer'));
}

/** Whether the helper keeps this process from ending. */
function holdOpen(helper: ChildProcess, hold: boolean): void {
  const change = hold ? 'ref' : 'unref';
  helper[change]();
  helper.channel?.[change]();
}
