/** The requester with its real helper program, here on this machine's own loopback. */
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as assert from 'uvu/assert';
import { bundleInside, insidePrograms } from '../../../ci/lab/inside/bundle.ts';
import { requesterOver } from '../../../ci/lab/requester.ts';
import { attempt } from '../../../ci/toolchain/run.ts';
import { suite } from '../../support/suite.ts';

const folder = await mkdtemp(join(tmpdir(), 'sigsci-requester-'));
const helper = [process.execPath, join(folder, 'request/main.mjs')];
const server = createServer(async (request, response) => {
  let body = '';
  for await (const part of request) body += part;
  response.setHeader('x-seen', `${request.method} ${request.headers.host} ${JSON.stringify(body)}`);
  response.end('café\n');
});
let url = '';

const requests = suite('requests through a helper');

requests.before(async () => {
  await bundleInside(folder, await insidePrograms());
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
});
requests.after(async () => {
  server.close();
  await rm(folder, { recursive: true });
});

requests('carry method, host and body there, and status, headers and body back', async () => {
  const requester = requesterOver(async () => ({ words: helper }));
  const { status, headers, body } = await requester.send({ url, method: 'POST', headers: { host: 'shop.example' }, body: 'two\nlines' });
  assert.equal([status, headers['x-seen'], body], [200, 'POST shop.example "two\\nlines"', 'café\n']);
  requester.close();
});

requests('run side by side, each with its own answer', async () => {
  const requester = requesterOver(async () => ({ words: helper }));
  const bodies = Array.from({ length: 20 }, (_, index) => `number ${index}`);
  const answers = await Promise.all(bodies.map((body) => requester.send({ url, method: 'PUT', headers: { host: 'a' }, body })));
  assert.equal(answers.map(({ headers }) => headers['x-seen']), bodies.map((body) => `PUT a "${body}"`));
  requester.close();
});

requests('fail with the reason when nothing listens', async () => {
  const requester = requesterOver(async () => ({ words: helper }));
  await refused(requester.send({ url: 'http://127.0.0.1:9/' }), /GET http:\/\/127\.0\.0\.1:9\/: .*ECONNREFUSED/);
  requester.close();
});

requests("fail with the helper's own words when it ends, and the next one starts another", async () => {
  const commands = [['sh', '-c', 'read line; echo pod not found >&2; exit 3'], helper];
  const requester = requesterOver(async () => ({ words: commands.shift() ?? [] }));
  await refused(requester.send({ url }), /helper process ended with 3 pod not found/);
  assert.is((await requester.send({ url })).status, 200);
  requester.close();
});

requests('fail when the helper cannot be started, and the next one tries again', async () => {
  const commands = [() => Promise.reject(new Error('no pod')), async () => ({ words: helper })];
  const requester = requesterOver(() => (commands.shift() ?? (() => Promise.reject(new Error('none left'))))());
  await refused(requester.send({ url }), /^no pod$/);
  assert.is((await requester.send({ url })).status, 200);
  requester.close();
});

requests('do not keep the process from ending once they are answered', async () => {
  const module = new URL('../../../ci/lab/requester.ts', import.meta.url).href;
  const script = `const { requesterOver } = await import(${JSON.stringify(module)});
    const requester = requesterOver(async () => ({ words: ${JSON.stringify(helper)} }));
    console.log((await requester.send({ url: ${JSON.stringify(url)} })).status);`;
  const { code, stdout } = await attempt([process.execPath, '--import', 'tsx', '--input-type=module', '-e', script], { timeout: 30_000 });
  assert.equal([code, stdout], [0, '200\n']);
});

async function refused(answer: Promise<unknown>, reason: RegExp): Promise<void> {
  const message = await answer.then(() => 'answered', (error: Error) => error.message);
  assert.match(message, reason);
}

requests.run();
