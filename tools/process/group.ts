import { readFileSync, readdirSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/** Between the polite signal and the one that cannot be refused. */
const graceSeconds = 20;

/** Ends every process of the group that `pid` leads, first with SIGTERM, then with SIGKILL, and waits until none is left. */
export async function endGroup(pid: number | undefined): Promise<void> {
  if (pid === undefined || !signalGroup(pid, 'SIGTERM')) return;
  for (let waited = 0; waited < graceSeconds * 1000; waited += 50) {
    await sleep(50);
    if (!signalGroup(pid, 0) || onlyZombies(pid)) return;
  }
  signalGroup(pid, 'SIGKILL');
}

/** Whether the group still had a process to signal. */
function signalGroup(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    process.kill(-pid, signal);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
    throw error;
  }
}

/** In a container nobody may ever collect the orphans of a group, and a signal to them still succeeds. Never true without /proc. */
function onlyZombies(group: number): boolean {
  try {
    const members = readdirSync('/proc').filter((name) => /^\d+$/.test(name)).map(stateAndGroup).filter(([, member]) => member === group);
    return members.length > 0 && members.every(([state]) => state === 'Z');
  } catch {
    return false;
  }
}

/** https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html: the name in parentheses may hold anything. */
function stateAndGroup(pid: string): [string, number] {
  try {
    const [state = '', , group] = readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/^.*\) /s, '').split(' ');
    return [state, Number(group)];
  } catch {
    return ['', 0];
  }
}
