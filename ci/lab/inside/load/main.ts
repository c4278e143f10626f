/**
 * load: sends the numbered requests of the plan in LOAD_PLAN (JSON, see plan.ts) and writes one JSON line for each
 * outcome. It begins with {"event":"begun"} and ends with {"event":"ended"}: after the plan's time or count, on SIGTERM,
 * or when the file LOAD_STOP appears.
 */
import { setMaxListeners } from 'node:events';
import { existsSync } from 'node:fs';
import type { RunEnd } from './outcome.ts';
import type { LoadPlan } from './plan.ts';
import { runStreams } from './run-streams.ts';

const plan = JSON.parse(process.env['LOAD_PLAN'] ?? '') as LoadPlan;
const stopFile = process.env['LOAD_STOP'] ?? '/tmp/stop';

const stop = new AbortController();
let because: RunEnd['because'] = 'time';
let numbers = 0;

function end(reason: RunEnd['because']): void {
  if (!stop.signal.aborted) because = reason;
  stop.abort();
}

function next(): number | undefined {
  if (numbers >= plan.requests) end('count');
  return stop.signal.aborted ? undefined : ++numbers;
}

function tell(line: object): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

process.on('SIGTERM', () => end('told'));
setTimeout(() => end('time'), plan.seconds * 1000).unref();
setInterval(() => existsSync(stopFile) && end('told'), 200).unref();
// A thousand connections listen for the end.
setMaxListeners(0, stop.signal);

tell({ event: 'begun', run: plan.run });
await runStreams(plan, { signal: stop.signal, next, tell });
const ended: RunEnd = { event: 'ended', requests: numbers, because };
process.stdout.write(`${JSON.stringify(ended)}\n`, () => process.exit(0));
