import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import type { InsideRequest, InsideResponse } from '../backend.ts';
import { insideCommand } from './bundle.ts';
import { enterNetwork } from './inside.ts';
import type { Place } from './place.ts';

interface Answer {
  readonly id: number;
  readonly response?: InsideResponse;
  readonly error?: string;
}

interface Waiting {
  readonly resolve: (response: InsideResponse) => void;
  readonly reject: (error: Error) => void;
}

export type Requester = (request: InsideRequest) => Promise<InsideResponse>;

/**
 * A function that sends requests from inside the lab. A process cannot change its own network namespace from
 * JavaScript, so a child sends them; it starts with the first request, and waits for none once nothing is asked.
 */
export function requesterFor(place: Place): Requester {
  const waiting = new Map<number, Waiting>();
  let child: ChildProcess | undefined;
  let count = 0;
  return (request) =>
    new Promise((resolve, reject) => {
      child = child?.connected ? child : startChild(place, waiting);
      const id = count++;
      if (waiting.size === 0) holdOpen(child, true);
      waiting.set(id, { resolve, reject });
      child.send({ id, request });
    });
}

function startChild(place: Place, waiting: Map<number, Waiting>): ChildProcess {
  const [program = '', ...args] = [...enterNetwork(place), ...insideCommand(place, 'request')];
  const child = spawn(program, args, { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  const fail = (reason: string): void => {
    for (const { reject } of waiting.values()) reject(new Error(`request from inside lab ${place.name}: ${reason}`));
    waiting.clear();
  };
  child.on('message', (answer: Answer) => {
    settle(waiting.get(answer.id), answer);
    waiting.delete(answer.id);
    if (waiting.size === 0) holdOpen(child, false);
  });
  child.on('error', (error) => fail(error.message));
  child.on('exit', (code) => fail(`its helper process ended with ${code}`));
  return child;
}

function settle(promise: Waiting | undefined, { response, error }: Answer): void {
  if (response) promise?.resolve(response);
  else promise?.reject(new Error(error ?? 'no answer'));
}

/** Whether the child keeps this process from ending. */
function holdOpen(child: ChildProcess, hold: boolean): void {
  if (hold) child.ref();
  else child.unref();
  if (hold) child.channel?.ref();
  else child.channel?.unref();
}
