import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import type { NetConnectOpts, Socket } from 'node:net';

/** Milliseconds after which a connection over loopback that has not come about never will. */
const hopeless = 500;

/**
 * A listener at a unix socket's path, or at a free TCP port of an address, that accepts nothing and whose queue is full.
 * Linux refuses further connections to the path with EAGAIN; it drops the packets of those to the port.
 */
export async function crowdedSocket(place: string): Promise<{ port: number; release(): void }> {
  const where = place.startsWith('/') ? { path: place } : { host: place, port: 0 };
  const program = `const server = require('net').createServer().listen({ ...JSON.parse(process.argv[1]), backlog: 1 }, () => console.log(server.address().port ?? 0))`;
  const listener = spawn('setpriv', ['--pdeathsig', 'KILL', process.execPath, '-e', program, JSON.stringify(where)], { stdio: ['ignore', 'pipe', 'inherit'] });
  const port = Number(String(await once(listener.stdout, 'data')));
  listener.kill('SIGSTOP');
  const waiting: Socket[] = [];
  while (await queues('path' in where ? where : { ...where, port }, waiting)) continue;
  return {
    port,
    release: () => {
      for (const socket of waiting) socket.destroy();
      listener.kill('SIGKILL');
    },
  };
}

/** Whether one more connection found a place; a queue that never fills would be a fault of this file. */
function queues(to: NetConnectOpts, waiting: Socket[]): Promise<boolean> {
  if (waiting.length > 1000) throw new Error('the queue does not fill');
  return new Promise((resolve) => {
    const socket = connect(to, () => resolve(true));
    waiting.push(socket.on('error', () => resolve(false)).setTimeout(hopeless, () => resolve(false)));
  });
}
