import { existsSync } from 'node:fs';
import { readFile, readdir, stat } from 'node:fs/promises';
import type { Place } from './place.ts';
import { until } from './until.ts';

/**
 * Ends the processes in the lab's network that are not its own: commands of `exec`, helpers of `requestFromInside`.
 * They would keep the network alive without a name. This process and its ancestors are spared, so that the lab can
 * be taken down from a shell inside it.
 */
export async function endVisitors(place: Place): Promise<void> {
  const network = await stat(`/run/netns/${place.namespace}`).catch(() => undefined);
  if (!network) return;
  const spared = await ancestors();
  const visitors = (await processesIn(network.ino)).filter((pid) => !spared.has(pid));
  for (const pid of visitors) end(pid, 'SIGTERM');
  const gone = async (): Promise<boolean> => visitors.every((pid) => !existsSync(`/proc/${pid}/ns/net`));
  await until('the end of commands in the lab', gone, { seconds: 5 }).catch(() => visitors.forEach((pid) => end(pid, 'SIGKILL')));
}

async function processesIn(network: number): Promise<number[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const found = await Promise.all(pids.map(async (pid) => ((await stat(`/proc/${pid}/ns/net`).catch(() => undefined))?.ino === network ? [Number(pid)] : [])));
  return found.flat();
}

async function ancestors(): Promise<Set<number>> {
  const found = new Set<number>();
  for (let pid = process.pid; pid > 0 && !found.has(pid); pid = await parentOf(pid)) found.add(pid);
  return found;
}

async function parentOf(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  return Number(/^PPid:\s+(\d+)/m.exec(status)?.[1] ?? 0);
}

function end(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It ended by itself meanwhile.
  }
}
