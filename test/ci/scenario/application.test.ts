/** The example application itself, on this machine's loopback. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import * as assert from 'uvu/assert';
import { until } from '../../../ci/scenario/until.ts';
import { suite } from '../../support/suite.ts';

const application = suite('the example application');
const program = join(import.meta.dirname, '../../../ci/lab/inside/application/main.ts');

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  await new Promise((closed) => server.close(closed));
  return port;
}

application('says what of the verdict reached it, writes it down, and ends when it is asked to', async () => {
  let number = 1;
  const port = await freePort();
  const child = spawn(process.execPath, ['--import', 'tsx', program], { stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, PORT: String(port) } });
  let record = '';
  child.stdout.on('data', (chunk: Buffer) => (record += chunk.toString()));
  const ask = (headers: Record<string, string>): Promise<Response> => fetch(`http://127.0.0.1:${port}/any?run=r&number=${number++}`, { method: 'POST', body: 'a body', headers: { connection: 'close', ...headers } });
  const silent = await until('an answer', 20, () => ask({}).catch(() => undefined));
  const reached = { application: 'reached', method: 'POST', run: 'r', forwardedFor: '', realAddress: '', bytes: 6 };
  const first = (await silent.json()) as { number: string };
  assert.equal(first, { ...reached, number: first.number, agentResponse: '', requestId: '', tags: '' });
  const told = await ask({ 'x-sigsci-agentresponse': '200', 'x-sigsci-requestid': '1a', 'x-sigsci-tags': 'XSS,TRAVERSAL' });
  assert.equal([told.status, told.headers.get('content-type')], [200, 'application/json']);
  assert.equal(await told.json(), { ...reached, number: String(number - 1), agentResponse: '200', requestId: '1a', tags: 'XSS,TRAVERSAL' });
  child.kill('SIGTERM');
  assert.equal(await once(child, 'close'), [0, null]);
  const lines = record.trim().split('\n').map((line) => JSON.parse(line) as { number: string });
  assert.equal(lines.map(({ number: one }) => one), [first.number, String(number - 1)], 'its record has both');
});

application.run();
