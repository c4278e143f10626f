import { decodeMulti, encode } from '@msgpack/msgpack';
import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { suite } from '../support/suite.ts';
import { runHarness } from './harness.ts';

const messageId = 7;

function record(bytes: Uint8Array): Buffer {
  const head = Buffer.alloc(8);
  head.writeUInt32BE(messageId, 0);
  head.writeUInt32BE(bytes.length, 4);
  return Buffer.concat([head, bytes]);
}

/** One line of verdict for each of the given byte strings; a complaint of a sanitizer is an error. */
async function parse(inputs: readonly Uint8Array[]): Promise<string[]> {
  const { code, stdout, stderr } = await runHarness('parse', Buffer.concat(inputs.map(record)));
  assert.is(code, 0, stderr);
  return stdout.toString().trimEnd().split('\n');
}

const text = fc.string({ maxLength: 40, unit: 'binary' });
const pair = fc.tuple(text, text);
const action = fc.oneof(fc.tuple(fc.constantFrom(1, 2, 3), pair), fc.tuple(fc.constant(4), fc.tuple(text)), fc.tuple(fc.integer({ min: 5, max: 300 }), fc.array(text)));
const stranger = fc.oneof(fc.boolean(), fc.double(), fc.maxSafeInteger(), fc.uint8Array(), fc.constant(null), fc.array(fc.array(text)), fc.constant(new Date(0)));
const answer = fc.record(
  {
    Later: stranger,
    WAFResponse: fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }),
    RequestID: fc.option(text),
    RequestHeaders: fc.option(fc.array(pair, { maxLength: 64 })),
    RespActions: fc.option(fc.array(action, { maxLength: 64 })),
  },
  { requiredKeys: ['WAFResponse'] },
);
type Answer = typeof answer extends fc.Arbitrary<infer T> ? T : never;

const hex = (value: string | null | undefined): string => Buffer.from(value ?? '').toString('hex');
const named = ([name, value = '']: readonly string[]): string => ` name=${hex(name)} value=${hex(value)}`;

function expected({ WAFResponse, RequestID, RequestHeaders, RespActions }: Answer): string {
  const headers = (RequestHeaders ?? []).map(named).join('');
  const actions = (RespActions ?? []).filter(([code]) => code < 5).map(([code, args]) => ` action=${code}${named(args)}`);
  return `ok ${WAFResponse} id=${hex(RequestID)}${headers}${actions.join('')}`;
}

const answers = fc.sample(answer, { numRuns: 2000, seed: 20261123 });
const frames = answers.map((value) => encode([1, messageId, null, value]));

const reader = suite('the reader of answers, under the sanitizers');

reader('the sanitizers are awake', async () => {
  const { code, stderr } = await runHarness('overrun', Buffer.alloc(0));
  assert.is.not(code, 0);
  assert.match(stderr, 'heap-buffer-overflow');
});

reader('reads 2,000 random answers as they were meant', async () => {
  assert.equal(await parse(frames), answers.map(expected));
});

reader('takes every beginning of an answer for one that is not complete', async () => {
  const beginnings = frames.slice(0, 60).flatMap((frame) => Array.from(frame, (_, length) => frame.subarray(0, length)));
  for (const line of await parse(beginnings)) assert.is(line, 'short');
});

/** Changes bytes, drops some, doubles some: deterministic, so that a failure can be repeated. */
function damaged(frame: Uint8Array, seed: number): Buffer {
  const bytes = Buffer.from(frame);
  const at = (seed * 2_654_435_761) % bytes.length;
  const kinds = [
    () => (bytes.writeUInt8(seed & 0xff, at), bytes),
    () => (bytes.writeUInt8((bytes[at] ?? 0) ^ (1 << (seed & 7)), at), bytes),
    () => Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 1 + (seed & 3))]),
    () => Buffer.concat([bytes.subarray(0, at), bytes.subarray(at >> 1)]),
    () => Buffer.concat([bytes.subarray(0, at), Buffer.from([[0xdd, 0xdf, 0xdb, 0xc6, 0xc9, 0xcf, 0xd3][seed % 7] ?? 0, 255, 255, 255, 255]), bytes.subarray(at)]),
  ];
  return kinds[seed % kinds.length]?.() ?? bytes;
}

reader('reads 20,000 damaged answers without a fault, and takes none for what another decoder does not see', async () => {
  const inputs = Array.from({ length: 20_000 }, (_, seed) => damaged(frames[seed % frames.length] ?? Buffer.alloc(1), seed + 1));
  const lines = await parse(inputs);
  assert.is(lines.length, inputs.length);
  const accepted = lines.flatMap((line, index) => (line.startsWith('ok ') ? [[line, inputs[index]] as const] : []));
  assert.ok(accepted.length > 0 && accepted.length < inputs.length);
  for (const [line, bytes] of accepted) assert.ok(line.startsWith(`ok ${verdict(bytes)} `), `${line}: ${bytes?.toString('hex')}`);
});

/** The verdict that @msgpack/msgpack finds in bytes that hold at least one whole value. */
function verdict(bytes: Buffer | undefined): unknown {
  const [first] = decodeMulti(bytes ?? Buffer.alloc(0), { mapKeyConverter: String });
  const [type, id, error, result] = first as [number, number, unknown, Record<string, unknown>];
  return type === 1 && id === messageId && error === null ? result['WAFResponse'] : undefined;
}

reader('gives up on containers that claim four thousand million items as soon as the bytes end', async () => {
  const claims = [0xdd, 0xdf].map((format) => Buffer.from([0x94, 1, messageId, 0xc0, 0x81, 0xa1, 0x41, format, 255, 255, 255, 255, 1, 2, 3]));
  for (const line of await parse(claims)) assert.is(line, 'short');
});

reader('refuses depth before it has used any: a thousand arrays in each other', async () => {
  const deep = Buffer.concat([Buffer.from([0x94, 1, messageId, 0xc0, 0x81, 0xa1, 0x41]), Buffer.alloc(1000, 0x91), Buffer.from([1])]);
  assert.equal(await parse([deep]), ['bad it nests too deep or is no MessagePack']);
});

reader.run();

const writer = suite('the writer of messages, under the sanitizers');
const edges = [0, 31, 32, 127, 128, 255, 256, 65_535, 65_536, 2 ** 32 - 1, 2 ** 32, 2 ** 53 - 1, -1, -32, -33, -128, -129, -32_768, -32_769, -(2 ** 31), -(2 ** 31) - 1, -(2 ** 53) + 1];

writer('writes integers and strings of every width as another encoder does', async () => {
  const numbers = [...edges, ...fc.sample(fc.maxSafeInteger(), { numRuns: 500, seed: 20261123 })];
  const input = Buffer.alloc(numbers.length * 8);
  numbers.forEach((number, index) => input.writeBigInt64BE(BigInt(number), index * 8));
  const { code, stdout, stderr } = await runHarness('write', input);
  assert.is(code, 0, stderr);
  const lengths = numbers.map((number) => Number(BigInt.asUintN(64, BigInt(number)) & 0x1ffffn));
  const wanted = numbers.flatMap((number, index) => [encode(number), encode('x'.repeat(lengths[index] ?? 0))]);
  assert.ok(Buffer.concat(wanted).equals(stdout));
});

writer.run();
