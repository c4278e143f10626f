import { encode } from '@msgpack/msgpack';
import { createServer } from 'node:net';
import { wireValues } from './wire-value.ts';
import type { WireValue } from './wire-value.ts';

export interface Recording {
  readonly method: string;
  /** The fields of the call in the order on the wire. */
  readonly fields: ReadonlyMap<string, WireValue>;
  readonly envelope: WireValue;
}

/** A stand-in that writes down each call byte by byte and answers it with `result(method)`; close() ends it. */
export async function recordingAgent(socket: string, result: (method: string) => unknown) {
  const calls: Recording[] = [];
  const server = createServer((connection) => {
    connection.on('error', () => undefined);
    connection.on('data', (bytes) => {
      for (const envelope of wireValues(bytes)) {
        const call = recorded(envelope);
        calls.push(call);
        const messageId = (envelope.value as WireValue[])[1]?.value;
        connection.write(encode([1, messageId, null, result(call.method)]));
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(socket, resolve));
  return { calls, close: () => new Promise<void>((resolve) => server.close(() => resolve())) };
}

function recorded(envelope: WireValue): Recording {
  const [, , method, parameters] = envelope.value as WireValue[];
  const map = (parameters?.value as WireValue[])[0];
  const pairs = map?.value as [WireValue, WireValue][];
  return { envelope, method: String(method?.value), fields: new Map(pairs.map(([key, value]) => [String(key.value), value])) };
}
