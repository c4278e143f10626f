/** When a process of the lab counts as running. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import * as assert from 'uvu/assert';
import { isAlive } from '../../../ci/lab/bare/process.ts';
import type { ProcessRecord } from '../../../ci/lab/bare/process.ts';
import { until } from '../../../ci/lab/bare/until.ts';
import { suite } from '../../support/suite.ts';

const running = suite('a recorded process');

async function recordOf(pid: number): Promise<ProcessRecord> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
  const start = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
  return { pid, start, boot: (await readFile('/proc/sys/kernel/random/boot_id', 'utf8')).trim() };
}

/** Its first thread ends by the system call of that name; the other waits until standard input ends. */
const withoutFirstThread = `import ctypes, os, sys, threading
threading.Thread(target=sys.stdin.read).start()
ctypes.CDLL(None).syscall({'x86_64': 60, 'aarch64': 93}[os.uname().machine], 0)`;

running('runs as long as one of its threads does, though the first is a zombie', async () => {
  const child = spawn('python3', ['-c', withoutFirstThread], { stdio: ['pipe', 'ignore', 'inherit'] });
  const ended = once(child, 'exit');
  const record = await recordOf(child.pid ?? 0);
  try {
    await until('the zombie', async () => / Z /.test(await readFile(`/proc/${child.pid}/stat`, 'utf8')), { seconds: 20 });
    assert.is(await isAlive(record), true);
  } finally {
    child.stdin.end();
    await ended;
  }
  assert.is(await isAlive(record), false);
});

running('is no later one with the same number, nor one from before the machine started', async () => {
  const record = await recordOf(process.pid);
  assert.is(await isAlive(record), true);
  assert.is(await isAlive({ ...record, start: '1' }), false);
  assert.is(await isAlive({ ...record, boot: 'another' }), false);
});

running.run();
