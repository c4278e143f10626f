import { setTimeout as sleep } from 'node:timers/promises';
import type { Connection } from './connection.ts';
import { exchange } from './exchange.ts';
import { http1 } from './http1.ts';
import { http2 } from './http2.ts';
import type { Outcome, SocketLife } from './outcome.ts';
import type { LoadPlan, Stream } from './plan.ts';
import { question } from './question.ts';
import { socketLife } from './websocket.ts';

/** What a run needs beside its plan. */
export interface RunContext {
  /** Aborted when no further request shall begin. */
  readonly signal: AbortSignal;
  /** The next request's number, or undefined when the run has had its last. */
  next(): number | undefined;
  tell(line: Outcome | SocketLife): void;
}

/** Runs all streams side by side until the context ends them, and waits for the answers that are still due. */
export async function runStreams(plan: LoadPlan, context: RunContext): Promise<void> {
  await Promise.all(plan.streams.map((stream) => (stream.kind === 'new' ? newConnections : keptConnections)(plan, stream, context)));
}

/** A request is sent when it is due, whether or not earlier ones are answered. */
async function newConnections(plan: LoadPlan, stream: Stream, context: RunContext): Promise<void> {
  const client = connection(plan, stream);
  const asked: Promise<void>[] = [];
  for await (const number of numbersAt(1000 / stream.rate, context)) asked.push(exchange(client, question(plan, stream, number)).then(context.tell));
  await Promise.all(asked);
  client.close();
}

/** The stream's rate is shared by its connections, which begin one after the other. */
async function keptConnections(plan: LoadPlan, stream: Stream, context: RunContext): Promise<void> {
  const count = stream.connections ?? 1;
  const pause = (1000 * count) / stream.rate;
  const life = stream.kind === 'websocket' ? socketLives : requests;
  await Promise.all(Array.from({ length: count }, (_, index) => pausedFor((pause * index) / count, context).then(() => life(plan, stream, pause, context))));
}

/** HTTP/1.1 has one request at a time on a connection; HTTP/2 does not wait for answers. */
async function requests(plan: LoadPlan, stream: Stream, pause: number, context: RunContext): Promise<void> {
  const client = connection(plan, stream);
  const asked: Promise<void>[] = [];
  for await (const number of numbersAt(pause, context)) {
    const answer = exchange(client, question(plan, stream, number)).then(context.tell);
    if (stream.kind === 'kept') await answer;
    else asked.push(answer);
  }
  await Promise.all(asked);
  client.close();
}

/** One websocket after the other: when one is closed from outside, the next begins. */
async function socketLives(plan: LoadPlan, stream: Stream, pause: number, context: RunContext): Promise<void> {
  for await (const number of numbersAt(1000, context)) context.tell(await socketLife(plan.target, question(plan, stream, number), pause, context.signal, context.tell));
}

function connection({ target }: LoadPlan, { kind, tls = false }: Stream): Connection {
  return kind === 'http2' ? http2(target) : http1(target, tls, kind === 'kept');
}

/** Numbers at a steady pace, the first at once. One that is late does not shift those after it. */
async function* numbersAt(pause: number, context: RunContext): AsyncGenerator<number> {
  let due = performance.now();
  while (!context.signal.aborted) {
    const number = context.next();
    if (number === undefined) return;
    yield number;
    due = Math.max(due + pause, performance.now() - pause);
    await pausedFor(due - performance.now(), context);
  }
}

async function pausedFor(milliseconds: number, { signal }: RunContext): Promise<void> {
  if (milliseconds > 0) await sleep(milliseconds, undefined, { signal }).catch(() => undefined);
}
