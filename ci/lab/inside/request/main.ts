/** A child process inside a lab's network that sends HTTP requests for its parent: a message in, a message out, matched by number. */
import type { InsideRequest } from '../../backend.ts';
import { send } from './send.ts';

process.on('message', ({ id, request }: { id: number; request: InsideRequest }) => {
  send(request).then(
    (response) => process.send?.({ id, response }),
    (error: Error) => process.send?.({ id, error: error.message }),
  );
});
process.on('disconnect', () => process.exit(0));
