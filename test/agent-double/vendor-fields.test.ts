import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as assert from 'uvu/assert';
import { suite } from '../support/suite.ts';
import { eventually } from './eventually.ts';
import { recordingAgent } from './recording-agent.ts';
import type { Recording } from './recording-agent.ts';
import { protectedServer } from './vendor-client.ts';
import type { Call } from './vendor-client.ts';
import type { WireValue } from './wire-value.ts';

const fields = suite("the vendor's client on the wire");
const documented = tables(readFileSync(new URL('../doubles/rpc-fields.md', import.meta.url), 'utf8'));

type Row = readonly [field: string, type: string];

/** The rows of each table of the document, by the method in the heading above it. */
function tables(document: string): Record<string, Row[]> {
  const sections = document.split(/^## /m).map((section) => [/^RPC\.(\w+)/.exec(section)?.[1] ?? '', rows(section)] as const);
  const { PreRequest = [], PostRequest = [], UpdateRequest = [] } = Object.fromEntries(sections);
  return { 'RPC.PreRequest': PreRequest, 'RPC.PostRequest': [...PreRequest, ...PostRequest], 'RPC.UpdateRequest': UpdateRequest };
}

function rows(section: string): Row[] {
  return [...section.matchAll(/^\| ([A-Z]\w+) \| (\w+) \|/gm)].map((match) => [match[1] ?? '', match[2] ?? '']);
}

function shape(call: Recording | undefined): Row[] {
  return [...(call?.fields ?? [])].map(([name, value]) => [name, family(value)]);
}

function family({ format }: WireValue): string {
  return /(str|bin|int|array|map|ext|nil|float)/.exec(format)?.[1] ?? format;
}

async function record(call: Call, reply: object, last: string): Promise<Recording[]> {
  const work = mkdtempSync(join(tmpdir(), 'vendor-fields-'));
  const socket = join(work, 'agent.sock');
  const agent = await recordingAgent(socket, (method) => (method === 'RPC.PreRequest' ? reply : 0));
  const server = await protectedServer({ path: socket });
  try {
    await server.send(call);
    await eventually(last, () => agent.calls.some(({ method }) => method === last));
  } finally {
    await server.close();
    await agent.close();
    rmSync(work, { recursive: true, force: true });
  }
  return agent.calls;
}

fields('a request without RequestID and with an error status is told with PreRequest, then PostRequest', async () => {
  const calls = await record({ path: '/status/404' }, { WAFResponse: 200, RequestHeaders: [] }, 'RPC.PostRequest');
  assert.equal(calls.map(({ method }) => method), ['RPC.PreRequest', 'RPC.PostRequest']);
  for (const call of calls) assert.equal(shape(call), documented[call.method]);
});

fields('a request with RequestID is told with PreRequest, then UpdateRequest', async () => {
  const calls = await record({ path: '/' }, { WAFResponse: 200, RequestID: '0123456789abcdef01234567', RequestHeaders: [] }, 'RPC.UpdateRequest');
  assert.equal(calls.map(({ method }) => method), ['RPC.PreRequest', 'RPC.UpdateRequest']);
  for (const call of calls) assert.equal(shape(call), documented[call.method]);
  assert.is(calls[1]?.fields.get('RequestID')?.value, '0123456789abcdef01234567');
});

fields('headers keep order, spelling and repetition, and the body is str', async () => {
  const headers = { 'X-Colour': ['red', 'blue'], 'content-type': 'application/json' };
  const [call] = await record({ path: '/p?q=%2e', method: 'POST', headers, body: '{"a":1}' }, { WAFResponse: 200, RequestHeaders: [] }, 'RPC.PreRequest');
  const pairs = (call?.fields.get('HeadersIn')?.value as WireValue[]).map(({ value }) => (value as WireValue[]).map((part) => part.value));
  assert.equal(pairs.filter(([name]) => name === 'X-Colour'), [['X-Colour', 'red'], ['X-Colour', 'blue']]);
  assert.equal(call?.fields.get('PostBody'), { format: 'fixstr', value: '{"a":1}' });
  assert.is(call?.fields.get('URI')?.value, '/p?q=%2e');
  assert.is(call?.fields.get('NowMillis')?.format, 'uint 64');
});

fields('the envelope is an array of four with one map as parameters', async () => {
  const [call] = await record({ path: '/' }, { WAFResponse: 200, RequestHeaders: [] }, 'RPC.PreRequest');
  const parts = call?.envelope.value as WireValue[];
  assert.equal(parts.slice(0, 2).map(({ value }) => value), [0, 1]);
  assert.equal(parts.map(({ format }) => format), ['positive fixint', 'positive fixint', 'fixstr', 'fixarray']);
  assert.is((parts[3]?.value as WireValue[]).length, 1);
});

fields.run();
