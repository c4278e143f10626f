/** A decoded MessagePack value that keeps the format it had on the wire. */
export interface WireValue {
  /** The format's name in the MessagePack specification, for example `fixstr`, `uint 32`, `bin 8`. */
  readonly format: string;
  /** Number, string (Latin-1, so that every byte shows), boolean, null, items of an array, or pairs of a map. */
  readonly value: number | string | boolean | null | readonly WireValue[] | readonly (readonly [WireValue, WireValue])[];
}

interface Cursor {
  readonly bytes: Buffer;
  at: number;
}

/**
 * Reads every value of `bytes`, for comparing what two programs send down to the format of each field.
 * Written apart from the double's decoder, so that the two check each other. Throws on incomplete input.
 * Source: https://github.com/msgpack/msgpack/blob/master/spec.md
 */
export function wireValues(bytes: Buffer): WireValue[] {
  const cursor = { bytes, at: 0 };
  const values: WireValue[] = [];
  while (cursor.at < bytes.length) values.push(readValue(cursor));
  return values;
}

function readValue(cursor: Cursor): WireValue {
  const head = unsigned(cursor, 1);
  if (head <= 0x7f) return { format: 'positive fixint', value: head };
  if (head <= 0x8f) return { format: 'fixmap', value: pairs(cursor, head & 0x0f) };
  if (head <= 0x9f) return { format: 'fixarray', value: items(cursor, head & 0x0f) };
  if (head <= 0xbf) return { format: 'fixstr', value: text(cursor, head & 0x1f) };
  if (head >= 0xe0) return { format: 'negative fixint', value: head - 0x100 };
  return sized(cursor, head);
}

const sizes: Record<number, readonly [format: string, read: (cursor: Cursor) => WireValue['value']]> = {
  0xc0: ['nil', () => null],
  0xc2: ['false', () => false],
  0xc3: ['true', () => true],
  0xc4: ['bin 8', (cursor) => text(cursor, unsigned(cursor, 1))],
  0xc5: ['bin 16', (cursor) => text(cursor, unsigned(cursor, 2))],
  0xc6: ['bin 32', (cursor) => text(cursor, unsigned(cursor, 4))],
  0xca: ['float 32', (cursor) => take(cursor, 4).readFloatBE()],
  0xcb: ['float 64', (cursor) => take(cursor, 8).readDoubleBE()],
  0xcc: ['uint 8', (cursor) => unsigned(cursor, 1)],
  0xcd: ['uint 16', (cursor) => unsigned(cursor, 2)],
  0xce: ['uint 32', (cursor) => unsigned(cursor, 4)],
  0xcf: ['uint 64', (cursor) => Number(take(cursor, 8).readBigUInt64BE())],
  0xd0: ['int 8', (cursor) => take(cursor, 1).readInt8()],
  0xd1: ['int 16', (cursor) => take(cursor, 2).readInt16BE()],
  0xd2: ['int 32', (cursor) => take(cursor, 4).readInt32BE()],
  0xd3: ['int 64', (cursor) => Number(take(cursor, 8).readBigInt64BE())],
  0xd4: ['fixext 1', (cursor) => text(cursor, 2)],
  0xd9: ['str 8', (cursor) => text(cursor, unsigned(cursor, 1))],
  0xda: ['str 16', (cursor) => text(cursor, unsigned(cursor, 2))],
  0xdb: ['str 32', (cursor) => text(cursor, unsigned(cursor, 4))],
  0xdc: ['array 16', (cursor) => items(cursor, unsigned(cursor, 2))],
  0xdd: ['array 32', (cursor) => items(cursor, unsigned(cursor, 4))],
  0xde: ['map 16', (cursor) => pairs(cursor, unsigned(cursor, 2))],
  0xdf: ['map 32', (cursor) => pairs(cursor, unsigned(cursor, 4))],
};

function sized(cursor: Cursor, head: number): WireValue {
  const entry = sizes[head];
  if (!entry) throw new Error(`byte 0x${head.toString(16)} at ${cursor.at - 1} starts no value that the RPC uses`);
  return { format: entry[0], value: entry[1](cursor) };
}

function items(cursor: Cursor, length: number): WireValue[] {
  return Array.from({ length }, () => readValue(cursor));
}

function pairs(cursor: Cursor, length: number): [WireValue, WireValue][] {
  return Array.from({ length }, () => [readValue(cursor), readValue(cursor)]);
}

function text(cursor: Cursor, length: number): string {
  return take(cursor, length).toString('latin1');
}

function unsigned(cursor: Cursor, length: number): number {
  return take(cursor, length).readUIntBE(0, length);
}

function take(cursor: Cursor, length: number): Buffer {
  const end = cursor.at + length;
  if (end > cursor.bytes.length) throw new Error(`the value at ${cursor.at} needs ${end - cursor.bytes.length} more bytes`);
  cursor.at = end;
  return cursor.bytes.subarray(end - length, end);
}
