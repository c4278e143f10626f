import { Decoder, encode } from '@msgpack/msgpack';
import { readText } from './call.ts';

/** One call: `[0, msgid, method, [fields]]` on the wire. */
export interface RpcRequest {
  readonly messageId: number;
  readonly method: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

/** Bytes that one request may have: the largest body that a module may be told to send (2,000,000) and its headers. */
export const requestLimit = 2_500_000;

/**
 * The requests of a byte stream, however they are cut into chunks and however many arrive at once.
 * Throws when the bytes are no MessagePack-RPC request or one grows over `limit` bytes.
 * Source: https://github.com/msgpack-rpc/msgpack-rpc/blob/master/spec.md
 */
export async function* requests(stream: AsyncIterable<Uint8Array>, limit = requestLimit): AsyncGenerator<RpcRequest> {
  const size = { sinceRequest: 0 };
  // rawStrings: the library's own reading of broken UTF-8 swallows the bytes that follow it.
  const decoding = { rawStrings: true, maxArrayLength: 10_000, maxMapLength: 1000, maxExtLength: 100, maxBinLength: limit };
  for await (const message of new Decoder(decoding).decodeStream(counted(stream, size, limit))) {
    size.sinceRequest = 0;
    yield asRequest(message);
  }
}

async function* counted(stream: AsyncIterable<Uint8Array>, size: { sinceRequest: number }, limit: number): AsyncGenerator<Uint8Array> {
  for await (const chunk of stream) {
    size.sinceRequest += chunk.length;
    if (size.sinceRequest > limit + chunk.length) throw new Error(`a request is larger than ${limit} bytes`);
    yield chunk;
  }
}

function asRequest(message: unknown): RpcRequest {
  const [type, messageId, method, parameters] = Array.isArray(message) && message.length === 4 ? (message as unknown[]) : [];
  const fields = Array.isArray(parameters) ? (parameters[0] as unknown) : undefined;
  if (type !== 0 || typeof messageId !== 'number' || !readText(method) || !isMap(fields)) {
    throw new Error('the bytes are not a MessagePack-RPC request [0, id, method, [map]]');
  }
  return { messageId, method: readText(method), fields };
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Uint8Array);
}

/** The bytes of a reply; `error` is nil on success. Some clients read only once, so a reply is written in one piece. */
export function replyFrame(messageId: number, error: string | null, result: unknown): Uint8Array {
  return encode([1, messageId, error, result]);
}
