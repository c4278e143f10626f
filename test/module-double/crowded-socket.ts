import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import type { Socket } from 'node:net';

/** A unix socket whose listener accepts nothing and whose queue is full: Linux refuses further connections with EAGAIN. */
export async function crowdedSocket(path: string): Promise<{ release(): void }> {
  const program = `require('net').createServer().listen({ path: process.argv[1], backlog: 1 }, () => console.log('listening'))`;
  const listener = spawn('setpriv', ['--pdeathsig', 'KILL', process.execPath, '-e', program, path], { stdio: ['ignore', 'pipe', 'inherit'] });
  await once(listener.stdout, 'data');
  listener.kill('SIGSTOP');
  const waiting: Socket[] = [];
  while (await queues(path, waiting)) continue;
  return {
    release: () => {
      for (const socket of waiting) socket.destroy();
      listener.kill('SIGKILL');
    },
  };
}

/** Whether one more connection found a place; a queue that never fills would be a fault of this file. */
function queues(path: string, waiting: Socket[]): Promise<boolean> {
  if (waiting.length > 1000) throw new Error('the queue does not fill');
  return new Promise((resolve) => {
    const socket = connect(path, () => resolve(true));
    waiting.push(socket.on('error', () => resolve(false)));
  });
}
