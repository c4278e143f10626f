import { mkdirSync, writeFileSync } from 'node:fs';
import type { Socket } from 'node:net';
import { join } from 'node:path';
import * as assert from 'uvu/assert';
import { eventually } from '../agent-double/eventually.ts';
import { suite } from '../support/suite.ts';
import { speak } from './client.ts';
import { onStage, openStage } from './stage.ts';
import type { Stage } from './stage.ts';
import type { AgentCall, Script } from './scripted-agent.ts';
import { temporaryFolder } from './temporary-folder.ts';

const anomalies = 'sigsci_agent_timeout 20000; sigsci_anomaly_resp_size 1000; sigsci_anomaly_resp_time 300;';
const pages = temporaryFolder('pages');
mkdirSync(join(pages, 'static', 'folder'), { recursive: true });
writeFileSync(join(pages, 'static', 'page.html'), 'the page');

const reports = suite<{ stage: Stage }>('after the response');

onStage(reports, {
    http: anomalies,
    server: `location /static { root ${pages}; } location / { proxy_pass http://BACKEND; } location /missing { error_page 404 /renamed; proxy_intercept_errors on; proxy_pass http://BACKEND; } location /renamed { proxy_pass http://BACKEND; }`,
    application: ({ url }, response) => {
      const size = Number(/\/size\/(\d+)/.exec(url)?.[1] ?? 5);
      response.statusCode = Number(/\/status\/(\d+)/.exec(url)?.[1] ?? (url.startsWith('/missing') ? 404 : 200));
      response.setHeader('X-Shop', 'open');
      response.setHeader('Content-Length', size);
      setTimeout(() => response.end('x'.repeat(size)), url.startsWith('/slow') ? 400 : 0);
    },
  });

const plain: Script = () => ({ WAFResponse: 200, RequestHeaders: [] });
const withId: Script = (call) => ({ WAFResponse: 200, RequestID: `id-of-${call.fields['URI']}`, RequestHeaders: [['X-SigSci-Tags', 'A']] });

/** The reports that one request leads to; a second request, always reported, shows that none is still to come. */
async function reported(stage: Stage, use: () => Promise<unknown>): Promise<AgentCall[]> {
  const seen = stage.agent.calls.length;
  await use();
  stage.agent.script = withId;
  const end = `/end-${seen}`;
  await stage.send(end);
  const after = await eventually('the last report', () => {
    const calls = stage.agent.calls.slice(seen).filter((call) => /(Post|Update)Request$/.test(call.method));
    return calls.some((call) => call.fields['RequestID'] === `id-of-${end}`) && calls;
  });
  return after.filter((call) => call.fields['RequestID'] !== `id-of-${end}`);
}

reports('a request with RequestID is updated, whatever the response', async ({ stage }) => {
  stage.agent.script = withId;
  const [update, ...others] = await reported(stage, () => stage.send('/size/77'));
  assert.is(others.length, 0);
  assert.is(update?.method, 'RPC.UpdateRequest');
  const { ResponseMillis, HeadersOut, ...rest } = update?.fields ?? {};
  assert.equal(rest, { RequestID: 'id-of-/size/77', WAFResponse: 200, ResponseCode: 200, ResponseSize: 77 });
  assert.ok(Number.isInteger(ResponseMillis) && ResponseMillis >= 0);
  assert.ok(HeadersOut.some(([name, value]: string[]) => name === 'X-Shop' && value === 'open'));
  assert.ok(HeadersOut.some(([name, value]: string[]) => name === 'Content-Length' && value === '77'));
});

reports('a blocked request with RequestID is updated with the block\'s status', async ({ stage }) => {
  stage.agent.script = () => ({ WAFResponse: 406, RequestID: 'blocked', RequestHeaders: [] });
  const [update] = await reported(stage, () => stage.send('/'));
  assert.is(update?.method, 'RPC.UpdateRequest');
  assert.is(update?.fields['WAFResponse'], 406);
  assert.is(update?.fields['ResponseCode'], 406);
});

for (const [what, path, status, size] of [
  ['a status of 300', '/status/300', 300, 5],
  ['a status of 404', '/status/404', 404, 5],
  ['a status of 503', '/status/503', 503, 5],
  ['sigsci_anomaly_resp_size bytes', '/size/1000', 200, 1000],
  ['sigsci_anomaly_resp_time milliseconds', '/slow', 200, 5],
] as const) {
  reports(`without RequestID ${what} and more are reported by PostRequest`, async ({ stage }) => {
    stage.agent.script = plain;
    const [post, ...others] = await reported(stage, () => stage.send(path));
    assert.is(others.length, 0);
    assert.is(post?.method, 'RPC.PostRequest');
    assert.is(post?.fields['URI'], path);
    assert.is(post?.fields['PostBody'], '');
    assert.is(post?.fields['ResponseCode'], status);
    assert.is(post?.fields['ResponseSize'], size);
    assert.is(post?.fields['WAFResponse'], 200);
  });
}

for (const [what, path] of [['an ordinary response', '/'], ['a status below 300', '/status/299'], ['one byte below the size', '/size/999']] as const) {
  reports(`without RequestID ${what} is not reported`, async ({ stage }) => {
    stage.agent.script = plain;
    assert.equal(await reported(stage, () => stage.send(path)), []);
  });
}

reports('a blocked request without RequestID is reported by PostRequest', async ({ stage }) => {
  stage.agent.script = () => ({ WAFResponse: 406, RequestHeaders: [] });
  const [post] = await reported(stage, () => stage.send('/'));
  assert.is(post?.method, 'RPC.PostRequest');
  assert.is(post?.fields['WAFResponse'], 406);
  assert.is(post?.fields['ResponseCode'], 406);
});

reports('PostRequest tells the request as the client sent it, redirects inside nginx or not', async ({ stage }) => {
  stage.agent.script = () => ({ WAFResponse: 200, RequestHeaders: [['X-SigSci-Tags', 'A']] });
  const sent = { method: 'POST', body: '{"a":1}', headers: ['Host', 'shop.example', 'Content-Type', 'application/json', 'Content-Length', '7', 'X-SigSci-Tags', 'lie'] };
  const [post] = await reported(stage, () => stage.send('/missing/size/2000', sent));
  assert.is(post?.fields['Method'], 'POST');
  assert.is(post?.fields['URI'], '/missing/size/2000');
  assert.equal(post?.fields['HeadersIn'].filter(([name]: string[]) => name?.toLowerCase().startsWith('x-sigsci')), [['X-SigSci-Tags', 'lie']]);
});

reports('headers that nginx writes itself are told too', async ({ stage }) => {
  stage.agent.script = withId;
  const [update] = await reported(stage, () => stage.send('/static/page.html'));
  const headers = Object.fromEntries(update?.fields['HeadersOut'] ?? []);
  assert.is(headers['Content-Type'], 'text/html');
  assert.is(headers['Content-Length'], '8');
  assert.match(headers['Last-Modified'], / GMT$/);
  const [moved] = await reported(stage, () => stage.send('/static/folder'));
  assert.is(moved?.fields['ResponseCode'], 301);
  assert.match(Object.fromEntries(moved?.fields['HeadersOut'] ?? [])['Location'], /\/static\/folder\/$/);
});

reports('every request of a connection is reported once', async ({ stage }) => {
  stage.agent.script = withId;
  const updates = await reported(stage, async () => {
    const { socket, text } = await speak(stage.port);
    socket.write('GET /k1 HTTP/1.1\r\nHost: h\r\n\r\nGET /k2 HTTP/1.1\r\nHost: h\r\n\r\nGET /k3 HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n');
    await eventually('three responses', () => text().split('HTTP/1.1 200').length === 4);
  });
  assert.equal(updates.map((call) => call.fields['RequestID']).sort(), ['id-of-/k1', 'id-of-/k2', 'id-of-/k3']);
});

reports('a client that leaves before the response ends is reported with 499', async ({ stage }) => {
  stage.agent.script = withId;
  const [update] = await reported(stage, async () => {
    const before = stage.backend.received.length;
    const { socket } = await speak(stage.port);
    socket.write('GET /slow HTTP/1.1\r\nHost: h\r\n\r\n');
    await eventually('the backend has the request', () => stage.backend.received.length > before);
    socket.destroy();
  });
  assert.is(update?.fields['ResponseCode'], 499);
});

reports.run();

const start = suite('ModuleInit');

start('each worker introduces itself when it starts', async () => {
  const stage = await openStage({ tcp: true });
  const { fields } = await stage.agent.next('RPC.ModuleInit');
  assert.equal(Object.keys(fields), ['ModuleVersion', 'ServerVersion', 'ServerFlavor', 'Timestamp', 'NowMillis']);
  assert.match(fields['ServerVersion'], /^nginx\/1\./);
  await stage.close();
});

start.run();

const lost = suite('for a report an agent');

for (const [what, onReport, reason] of [
  ['that stays silent', () => undefined, 'timed out'],
  ['that hangs up', (_: AgentCall, socket: Socket) => void socket.end(), 'it closed the connection before its answer was complete'],
  ['that answers rubbish', (_: AgentCall, socket: Socket) => void socket.write('rubbish'), 'it is no array'],
] as const) {
  lost(`${what} costs a line in the log and nothing else`, async () => {
    const stage = await openStage({ http: 'sigsci_agent_timeout 500;', script: withId });
    stage.agent.onReport = onReport;
    assert.is((await stage.send('/')).status, 200);
    await eventually('the line', () => new RegExp(`UpdateRequest to the agent at unix:\\S+ is lost: ${reason}`).test(stage.nginx.log()));
    assert.is((await stage.send('/')).status, 200);
    await stage.close();
  });
}

lost.run();
