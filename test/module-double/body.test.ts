import * as assert from 'uvu/assert';
import { eventually } from '../agent-double/eventually.ts';
import { suite } from '../support/suite.ts';
import { speak } from './client.ts';
import { onStage, openStage } from './stage.ts';
import type { Plot, Stage } from './stage.ts';

const bodies = suite<{ stage: Stage }>('the body');

onStage(bodies, { server: 'location / { proxy_pass http://BACKEND; } location /unbuffered { proxy_request_buffering off; proxy_http_version 1.1; proxy_pass http://BACKEND; } location /filed { client_body_in_file_only clean; proxy_pass http://BACKEND; }' });

/** Sends a body of some type; returns what the agent and the backend got of it, byte by byte. */
async function carried(stage: Stage, body: Buffer, headers: Record<string, string> | string[], method = 'POST', path = '/'): Promise<{ agent: string; backend: string | undefined }> {
  const before = stage.agent.calls.length;
  const reply = await stage.send(path, { method, body, headers });
  assert.is(reply.status, 200);
  const wire = stage.agent.calls.slice(before).find((call) => call.method === 'RPC.PreRequest')?.wire.get('PostBody');
  assert.match(wire?.format ?? '', /^(fixstr|str \d+)$/);
  return { agent: String(wire?.value), backend: stage.backend.received.at(-1)?.body.toString('latin1') };
}

const form = { 'Content-Type': 'application/x-www-form-urlencoded' };
const everyByte = Buffer.from(Array.from({ length: 99_840 }, (_, index) => (index * 7 + (index >> 8)) & 0xff));

for (const [what, body] of Object.entries({
  'of one byte': Buffer.from('a'),
  'that fits nginx\'s buffer': everyByte.subarray(0, 10_000),
  'that nginx writes to a file': everyByte,
  'of one byte less than the limit': Buffer.alloc(99_999, 'y'),
  'of exactly the limit': Buffer.alloc(100_000, 'x'),
})) {
  bodies(`${what} reaches agent and backend byte for byte`, async ({ stage }) => {
    const { agent, backend } = await carried(stage, body, form);
    assert.ok(agent === body.toString('latin1'), 'agent');
    assert.ok(backend === body.toString('latin1'), 'backend');
  });
}

bodies('of one byte above the limit reaches the backend only', async ({ stage }) => {
  const body = Buffer.alloc(100_001, 'x');
  const { agent, backend } = await carried(stage, body, form);
  assert.is(agent, '');
  assert.ok(backend === body.toString('latin1'));
});

bodies('that was read for the agent is handed on with request buffering off too', async ({ stage }) => {
  const { agent, backend } = await carried(stage, everyByte, form, 'POST', '/unbuffered');
  assert.ok(agent === everyByte.toString('latin1') && backend === agent);
});

bodies('that nginx keeps in a file of its own reaches agent and backend', async ({ stage }) => {
  const { agent, backend } = await carried(stage, everyByte, form, 'POST', '/filed');
  assert.ok(agent === everyByte.toString('latin1') && backend === agent);
});

bodies('of unknown length (chunked) reaches the backend only', async ({ stage }) => {
  const { agent, backend } = await carried(stage, Buffer.from('a=1'), { ...form, 'Transfer-Encoding': 'chunked' });
  assert.equal({ agent, backend }, { agent: '', backend: 'a=1' });
});

bodies('is waited for when the client asks for leave first (100-continue)', async ({ stage }) => {
  const { socket, text } = await speak(stage.port);
  socket.write('POST /leave HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n');
  await eventually('100', () => text().startsWith('HTTP/1.1 100'));
  socket.write('{}');
  await eventually('200', () => text().includes('HTTP/1.1 200'));
  assert.is(stage.agent.calls.find((call) => call.fields['URI'] === '/leave')?.fields['PostBody'], '{}');
  socket.destroy();
});

bodies('that arrives in many pieces is complete', async ({ stage }) => {
  const { socket, text } = await speak(stage.port);
  socket.write('POST /pieces HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\nContent-Length: 26\r\n\r\n');
  for (const letter of 'abcdefghijklmnopqrstuvwxyz') {
    socket.write(letter);
    await new Promise((resolve) => setImmediate(resolve));
  }
  await eventually('200', () => text().includes('HTTP/1.1 200'));
  assert.is(stage.agent.calls.find((call) => call.fields['URI'] === '/pieces')?.fields['PostBody'], 'abcdefghijklmnopqrstuvwxyz');
  socket.destroy();
});

const inspected = ['application/x-www-form-urlencoded; charset=utf-8', 'multipart/form-data; boundary=x', 'application/json', 'application/vnd.api+JSON', 'text/javascript', 'application/xml', 'image/svg+xml', 'application/graphql', 'application/grpc+proto'];
for (const type of inspected) {
  bodies(`of type ${type} is shown to the agent`, async ({ stage }) => {
    assert.is((await carried(stage, Buffer.from('body'), { 'Content-Type': type })).agent, 'body');
  });
}

bodies('without a type is shown to the agent', async ({ stage }) => {
  assert.is((await carried(stage, Buffer.from('body'), {})).agent, 'body');
});

bodies('with two types is shown to the agent, whichever of them an application believes', async ({ stage }) => {
  const headers = ['Host', 'h', 'Content-Length', '4', 'Content-Type', 'image/png', 'Content-Type', 'text/plain'];
  assert.is((await carried(stage, Buffer.from('body'), headers)).agent, 'body');
});

for (const type of ['image/png', 'text/plain', 'application/octet-stream']) {
  bodies(`of type ${type} is not`, async ({ stage }) => {
    assert.equal(await carried(stage, Buffer.from('body'), { 'Content-Type': type }), { agent: '', backend: 'body' });
  });
}

for (const method of ['PUT', 'PATCH', 'DELETE']) {
  bodies(`of ${method} is shown like that of POST`, async ({ stage }) => {
    assert.is((await carried(stage, Buffer.from('{"a":1}'), { 'Content-Type': 'application/json', 'Content-Length': '7' }, method)).agent, '{"a":1}');
  });
}

bodies.run();

const settings = suite('directives about the body');

async function shown(http: string, type: string, body = 'body'): Promise<string> {
  const plot: Plot = { http: `sigsci_agent_timeout 20000; ${http}` };
  const stage = await openStage(plot);
  const { agent } = await carried(stage, Buffer.from(body), { 'Content-Type': type });
  await stage.close();
  return agent;
}

settings('sigsci_agent_max_post_len moves the limit', async () => {
  assert.is(await shown('sigsci_agent_max_post_len 4;', 'application/json'), 'body');
  assert.is(await shown('sigsci_agent_max_post_len 3;', 'application/json'), '');
});

settings('sigsci_agent_max_post_len 0 shows no body', async () => {
  assert.is(await shown('sigsci_agent_max_post_len 0;', 'application/json'), '');
});

settings('sigsci_expected_content_types adds types, whatever their case and parameters', async () => {
  assert.is(await shown('sigsci_expected_content_types "text/csv TEXT/plain";', 'Text/Plain; charset=utf-8'), 'body');
  assert.is(await shown('sigsci_expected_content_types text/csv text/plain;', 'text/html'), '');
});

settings('sigsci_extend_content_types on shows bodies of every type', async () => {
  assert.is(await shown('sigsci_extend_content_types on;', 'image/png'), 'body');
  assert.is(await shown('sigsci_extend_content_types off;', 'image/png'), '');
});

settings.run();
