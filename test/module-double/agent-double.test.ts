import * as assert from 'uvu/assert';
import { freePort, launchReady } from '../agent-double/running-agent.ts';
import type { RunningAgent } from '../agent-double/running-agent.ts';
import { suite } from '../support/suite.ts';
import { startBackend } from './backend.ts';
import type { Backend } from './backend.ts';
import { send } from './client.ts';
import { startNginx } from './nginx.ts';
import type { Nginx } from './nginx.ts';
import { patience } from './stage.ts';

interface Pair {
  agent: RunningAgent;
  backend: Backend;
  nginx: Nginx;
  port: number;
}

const server = (port: number, backend: Backend): string => `${patience} server { listen 127.0.0.1:${port}; location / { proxy_pass http://127.0.0.1:${backend.port}; } }`;
const pair = suite<Pair>('module double and agent double');

pair.before(async (context) => {
  context.agent = await launchReady();
  context.backend = await startBackend();
  context.port = await freePort();
  context.nginx = await startNginx(context.port, `sigsci_agent_host unix:${context.agent.socket}; ${server(context.port, context.backend)}`);
});
pair.after(async ({ nginx, backend, agent }) => {
  await nginx?.stop();
  await backend?.close();
  await agent?.stop();
});

pair('a benign request passes and its backend learns the verdict', async ({ port, backend }) => {
  assert.is((await send(port, '/')).status, 200);
  assert.is(backend.received.at(-1)?.headers['x-sigsci-agentresponse'], '200');
});

pair('a path traversal is blocked with 406 and never reaches the backend', async ({ port, backend }) => {
  const before = backend.received.length;
  assert.is((await send(port, '/?q=../../etc/passwd')).status, 406);
  assert.is(backend.received.length, before);
});

pair('an attack in a form body is blocked with 406', async ({ port }) => {
  const form = { method: 'POST', body: `q=${encodeURIComponent("1' OR '1'='1")}`, headers: { 'Content-Type': 'application/x-www-form-urlencoded' } };
  assert.is((await send(port, '/search', form)).status, 406);
});

pair("the agent's records show both verdicts, the report on each and the module's introduction", async ({ agent }) => {
  const judged = async (uri: string, waf: number): Promise<string> => {
    const record = await agent.record(`PreRequest of ${uri}`, (line) => line['call'] === 'PreRequest' && line['uri'] === uri);
    assert.is(record['wafResponse'], waf);
    return record['requestId'];
  };
  await judged('/', 200);
  const blocked = await judged('/?q=../../etc/passwd', 406);
  const report = await agent.record('the report', (line) => line['call'] === 'UpdateRequest' && line['requestId'] === blocked);
  assert.is(report['responseCode'], 406);
  assert.is(report['matched'], true);
  const introduction = await agent.record('ModuleInit', (line) => line['call'] === 'ModuleInit');
  assert.match(introduction['moduleVersion'], 'sigsci-module-nginx-double');
});

pair('a dead agent lets requests pass without a verdict', async ({ agent, port, backend }) => {
  await agent.stop('SIGKILL');
  assert.is((await send(port, '/?q=../../etc/passwd')).status, 200);
  assert.is(backend.received.at(-1)?.headers['x-sigsci-agentresponse'], undefined);
});

pair.run();

const overTcp = suite('module double and agent double over TCP');

overTcp('pass and block', async () => {
  const [agentPort, port] = [await freePort(), await freePort()];
  const agent = await launchReady({ SIGSCI_RPC_ADDRESS: `127.0.0.1:${agentPort}` });
  const backend = await startBackend();
  const nginx = await startNginx(port, `sigsci_agent_host tcp:localhost; sigsci_agent_port ${agentPort}; ${server(port, backend)}`);
  assert.is((await send(port, '/')).status, 200);
  assert.is((await send(port, '/?q=../../etc/passwd')).status, 406);
  await nginx.stop();
  await backend.close();
  await agent.stop();
});

overTcp.run();
