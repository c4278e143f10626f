import type { Server } from 'node:net';
import { showAddress } from './address.ts';
import type { Address } from './address.ts';
import { StartError } from './start-error.ts';

/** Opens the server on `address`; a failure becomes one line that names the option the address came from. */
export function listen(server: Server, address: Address, option: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      reject(new StartError(`${option}: cannot listen on ${showAddress(address)}: ${error.code}; ${remedies[error.code ?? ''] ?? 'choose another address'}`));
    });
    server.listen(address, resolve);
  });
}

const remedies: Readonly<Record<string, string>> = {
  EADDRINUSE: 'another process has this address',
  EACCES: 'the folder or the port needs other rights',
  ENOSPC: 'the volume of the socket is full',
  EROFS: 'mount a writable volume there',
  ENOENT: 'the folder of the socket does not exist; mount a volume there',
};
