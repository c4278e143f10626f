import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { run } from '../../toolchain/run.ts';
import type { Place } from './place.ts';
import { isAlive, readRecord, recordShell } from './process.ts';
import { daemonEnvironment } from './environment.ts';
import { until } from './until.ts';

const script = join(import.meta.dirname, 'init.sh');

/**
 * Starts the lab's PID and mount namespaces, inside its network namespace. The process that holds them is
 * recorded before it makes anything, so that a lab whose starter is killed can always be found and ended.
 */
export async function startInit(place: Place, signal?: AbortSignal): Promise<void> {
  const unshare = 'unshare --fork --kill-child --pid --mount --mount-proc --propagation slave';
  const holder = `${recordShell('"$1"/init')}; exec nsenter --net=/run/netns/"$2" ${unshare} bash "$3" "$1" >"$1"/logs/init.log 2>&1 </dev/null`;
  await run(['setsid', '--fork', 'bash', '-c', holder, 'lab', place.folder, place.namespace, script], { env: daemonEnvironment(place), cwd: '/', stdio: 'ignore' });
  await until('the namespaces of the lab', async () => existsSync(join(place.folder, 'init.ready')), {
    seconds: 10,
    ...(signal && { signal }),
    explain: () => readFile(join(place.folder, 'logs/init.log'), 'utf8'),
  });
}

/** The lab's first process, in the machine's numbering; undefined when the lab is down. */
export async function initProcess(place: Place): Promise<number | undefined> {
  const holder = await readRecord(join(place.folder, 'init'));
  if (!holder || !(await isAlive(holder))) return undefined;
  const children = await readFile(`/proc/${holder.pid}/task/${holder.pid}/children`, 'utf8').catch(() => '');
  return Number(children.trim().split(' ')[0]) || undefined;
}

/** Ends every process of the lab at once, and returns when the kernel has finished doing so. */
export async function endInit(place: Place): Promise<void> {
  const holder = await readRecord(join(place.folder, 'init'));
  if (!holder || !(await isAlive(holder))) return;
  const first = await initProcess(place);
  process.kill(first ?? holder.pid, 'SIGKILL');
  const gone = async (): Promise<boolean> => !(await isAlive(holder)) && !(first && existsSync(`/proc/${first}`));
  await until('the end of the lab\'s processes', gone, { seconds: 30 });
}
