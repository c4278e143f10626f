/** The example application itself, on this machine's loopback. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { parseAllDocuments } from 'yaml';
import { applicationManifests } from '../../../ci/scenario/application.ts';
import { until } from '../../../ci/scenario/until.ts';

const application = suite('the example application');
const [configMap] = parseAllDocuments(applicationManifests({ namespace: 'shop', host: 'shop.example', ingressClass: 'nginx' })).map((document) => document.toJS());

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  await new Promise((closed) => server.close(closed));
  return port;
}

application('says what of the verdict reached it, and ends when it is asked to', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'sigsci-application-'));
  const port = await freePort();
  await writeFile(join(folder, 'application.mjs'), configMap.data['application.mjs'].replace('listen(8080)', `listen(${port}, '127.0.0.1')`));
  const child = spawn(process.execPath, [join(folder, 'application.mjs')], { stdio: 'inherit' });
  const ask = (headers: Record<string, string>): Promise<Response> => fetch(`http://127.0.0.1:${port}/any?path`, { method: 'POST', body: 'a body', headers: { connection: 'close', ...headers } });
  const silent = await until('an answer', 20, () => ask({}).catch(() => undefined));
  assert.is(await silent.text(), '{"application":"reached","agentResponse":"","requestId":"","tags":""}\n');
  const told = await ask({ 'x-sigsci-agentresponse': '200', 'x-sigsci-requestid': '1a', 'x-sigsci-tags': 'XSS,TRAVERSAL' });
  assert.equal([told.status, told.headers.get('content-type')], [200, 'application/json']);
  assert.equal(await told.json(), { application: 'reached', agentResponse: '200', requestId: '1a', tags: 'XSS,TRAVERSAL' });
  child.kill('SIGTERM');
  assert.equal(await once(child, 'close'), [0, null]);
  await rm(folder, { recursive: true });
});

application.run();
