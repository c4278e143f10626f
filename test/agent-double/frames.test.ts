import { encode } from '@msgpack/msgpack';
import * as assert from 'uvu/assert';
import { requests } from '../doubles/agent/frames.ts';
import type { RpcRequest } from '../doubles/agent/frames.ts';
import { readText } from '../doubles/agent/call.ts';
import { suite } from '../support/suite.ts';
import { callFrame } from './running-agent.ts';

async function* chunks(...parts: Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* parts;
}

async function read(parts: Uint8Array[], limit?: number): Promise<RpcRequest[]> {
  const found: RpcRequest[] = [];
  for await (const request of requests(chunks(...parts), limit)) found.push(request);
  return found;
}

async function refusal(parts: Uint8Array[], limit?: number): Promise<string> {
  return read(parts, limit).then(
    (found) => `accepted ${found.length}`,
    (error: Error) => error.message,
  );
}

const one = callFrame(1, 'RPC.PreRequest', { URI: '/one' });
const two = callFrame(4_294_967_295, 'RPC.UpdateRequest', { RequestID: 'x'.repeat(300) });

const frames = suite('frames');

frames('reads a request that comes byte by byte', async () => {
  const [request] = await read([...one].map((byte) => Uint8Array.of(byte)));
  assert.equal([request?.messageId, request?.method, readText(request?.fields['URI'])], [1, 'RPC.PreRequest', '/one']);
});

frames('reads requests that come together, the last one cut anywhere', async () => {
  const bytes = Buffer.concat([one, two, one]);
  for (let cut = 1; cut < bytes.length; cut += 7) {
    const found = await read([bytes.subarray(0, cut), bytes.subarray(cut)]);
    assert.equal(found.map(({ messageId }) => messageId), [1, 4_294_967_295, 1]);
  }
});

frames('yields what is complete when the sender leaves in the middle of the next', async () => {
  assert.is((await read([Buffer.concat([one, two.subarray(0, 20)])])).length, 1);
});

frames('reads texts that are str or bin, and bytes that are no UTF-8', async () => {
  const [request] = await read([callFrame(1, 'RPC.PreRequest', { URI: Buffer.from('/bin'), PostBody: Buffer.from([0x61, 0xff, 0x2e, 0x2f]) })]);
  assert.is(readText(request?.fields['URI']), '/bin');
  assert.is(readText(request?.fields['PostBody']), 'a\ufffd./');
  const rawBody = Buffer.from(callFrame(1, 'RPC.PreRequest', { URI: '/a??./../b' }));
  rawBody.set([0xc3, 0xe2], rawBody.indexOf('??'));
  const [broken] = await read([rawBody]);
  assert.is(readText(broken?.fields['URI']), '/a\ufffd\ufffd./../b');
});

for (const [what, bytes] of [
  ['an HTTP request', Buffer.from('GET / HTTP/1.1\r\n\r\n')],
  ['a number', encode(7)],
  ['a reply', encode([1, 1, null, {}])],
  ['a notification', encode([2, 'RPC.PreRequest', [{}]])],
  ['a request without parameters', encode([0, 1, 'RPC.PreRequest', []])],
  ['parameters that are no map', encode([0, 1, 'RPC.PreRequest', ['/']])],
  ['a text as message id', encode([0, '1', 'RPC.PreRequest', [{}]])],
  ['a method that is no text', encode([0, 1, 2, [{}]])],
] as const) {
  frames(`refuses ${what}`, async () => {
    assert.match(await refusal([bytes]), /not a MessagePack-RPC request/);
  });
}

frames('refuses a byte that MessagePack never uses and an array longer than any request', async () => {
  assert.match(await refusal([Uint8Array.of(0xc1)]), /0xc1/);
  assert.match(await refusal([Uint8Array.of(0xdd, 0xff, 0xff, 0xff, 0xff)]), /array/i);
});

frames('refuses a text that says it is larger than the limit before it arrives', async () => {
  const head = Buffer.concat([one.subarray(0, 3), Uint8Array.of(0xdb, 0x7f, 0xff, 0xff, 0xff)]);
  assert.match(await refusal([head]), /2147483647/);
});

frames('refuses a request that grows over the limit, and takes many that together do', async () => {
  const limit = 1000;
  const part = Buffer.alloc(600, 'x');
  const wide = callFrame(1, 'RPC.PreRequest', { PostBody: part, URI: part });
  const cuts = [wide.subarray(0, 500), wide.subarray(500, 1100), wide.subarray(1100, 1150), wide.subarray(1150)];
  assert.match(await refusal(cuts, limit), /larger than 1000 bytes/);
  const small = callFrame(1, 'RPC.PreRequest', { PostBody: part });
  assert.is((await read(Array.from({ length: 20 }, () => small), limit)).length, 20);
});

frames.run();
