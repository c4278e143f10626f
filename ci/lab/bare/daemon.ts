import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { run } from '../../toolchain/run.ts';
import { daemonEnvironment } from './environment.ts';
import { initProcess } from './init.ts';
import type { Place } from './place.ts';
import { logOf } from './place.ts';
import { isAlive, readRecord, recordShell } from './process.ts';
import { until } from './until.ts';

/** A long-running program of the lab. */
export interface Daemon {
  /** Also the name of its log and of its record. */
  readonly name: string;
  readonly command: readonly string[];
}

/** Starts the program inside the lab's namespaces; its output goes to the log named after it. */
export async function startDaemon(place: Place, daemon: Daemon): Promise<void> {
  const first = await initProcess(place);
  if (!first) throw new Error(`${daemon.name}: the lab's namespaces are gone; see ${join(place.folder, 'logs/init.log')}`);
  const launch = `${recordShell('"$1"')}; log=$2; shift 2; cd /; exec "$@" >>"$log" 2>&1 </dev/null`;
  const enter = ['nsenter', `--target=${first}`, '--mount', '--pid', '--net', '--', 'setsid', '--fork', 'bash', '-c', launch];
  await run([...enter, daemon.name, recordOf(place, daemon.name), logOf(place, daemon.name), ...daemon.command], {
    env: daemonEnvironment(place),
  });
}

/** Whether the daemon of that name was started and still runs. */
export async function isRunning(place: Place, name: string): Promise<boolean> {
  const first = await initProcess(place);
  const record = await readRecord(recordOf(place, name));
  // The record holds a number of the lab's PID namespace, which the lab's own /proc understands.
  return first !== undefined && record !== undefined && isAlive(record, `/proc/${first}/root/proc`);
}

/** Ends the daemon at once, as a crash would; one that does not run is no error. */
export async function endDaemon(place: Place, name: string): Promise<void> {
  const first = await initProcess(place);
  const record = await readRecord(recordOf(place, name));
  if (!first || !record || !(await isRunning(place, name))) return;
  await run(['nsenter', `--target=${first}`, '--pid', '--', 'sh', '-c', `kill -KILL ${record.pid}`]);
  await until(`the end of ${name}`, async () => !(await isRunning(place, name)), { seconds: 10 });
}

/** The last lines of a daemon's log, for an error message. */
export async function logTail(place: Place, name: string): Promise<string> {
  const text = await readFile(logOf(place, name), 'utf8').catch(() => '');
  return `${text.trim().split('\n').slice(-15).join('\n')}\n(whole log: ${logOf(place, name)})`;
}

function recordOf(place: Place, name: string): string {
  return join(place.folder, 'run', name);
}
