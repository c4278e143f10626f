import type { Writable } from 'node:stream';

/**
 * Writes lines in their order; each promise resolves when its line has left the process. A pipe whose reader is slow
 * takes what fits and queues the rest in this process, where an exit would lose it: who must not lose a line awaits it.
 * A line that cannot be written is lost, and `complain` is told of the first one: a broken log must not end the agent.
 */
export function lineWriter(stream: Writable, complain: (line: string) => void): (line: string) => Promise<void> {
  let broken = false;
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (!broken) complain(`the record cannot be written: ${error.code ?? error.message}; going on without`);
    broken = true;
  });
  return (line) => new Promise((resolve) => void stream.write(`${line}\n`, () => resolve()));
}
