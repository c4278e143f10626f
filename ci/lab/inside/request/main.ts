/**
 * Sends HTTP requests for a program outside: each line of standard input is `{id, request}`, each line of standard
 * output the answer `{id, response}` or `{id, error}`. The two pipes also lead through `kubectl exec`.
 * It ends with its input, once everything is answered, or when nobody reads the answers any more.
 */
import { createInterface } from 'node:readline';
import type { InsideRequest } from '../../backend.ts';
import { send } from './send.ts';

const say = (answer: object): void => void process.stdout.write(`${JSON.stringify(answer)}\n`);

process.stdout.on('error', () => process.exit(1));
createInterface({ input: process.stdin }).on('line', (line) => {
  const { id, request } = JSON.parse(line) as { id: number; request: InsideRequest };
  send(request).then(
    (response) => say({ id, response }),
    (error: Error) => say({ id, error: error.message }),
  );
});
