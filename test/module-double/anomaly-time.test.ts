import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as assert from 'uvu/assert';
import { eventually } from '../agent-double/eventually.ts';
import { suite } from '../support/suite.ts';
import { onStage } from './stage.ts';
import type { Stage } from './stage.ts';
import { temporaryFolder } from './temporary-folder.ts';

const limit = 60;
const count = 200;
const file = join(temporaryFolder('access-log'), 'access.log');
const times = suite<{ stage: Stage }>('responses around sigsci_anomaly_resp_time');

// nginx's own $request_time is the same number in its access log, so many responses near the limit show on which side
// of it a response of exactly the limit lies, without any of them having to take a certain time.
// Source: signalsciences/sigsci-module-golang reports a response of exactly the limit.
onStage(times, {
  http: `sigsci_agent_timeout 20000; sigsci_anomaly_resp_time ${limit}; log_format timed '$uri $request_time';`,
  server: `access_log ${file} timed; location / { proxy_pass http://BACKEND; }`,
  script: (call) => ({ WAFResponse: 200, RequestHeaders: [], RequestID: call.fields['URI'] === '/end' ? 'the end' : '' }),
  application: ({ url }, response) => void setTimeout(() => response.end('done'), url === '/end' ? 0 : limit - 8 + (Number(url.slice(1)) % 12)),
});

times('are reported if and only if they took that long or longer', async ({ stage }) => {
  const waiting = Array.from({ length: count }, (_, index) => `/${index}`);
  const player = async (): Promise<void> => {
    for (let path = waiting.shift(); path !== undefined; path = waiting.shift()) assert.is((await stage.send(path)).status, 200);
  };
  await Promise.all(Array.from({ length: 20 }, player));
  await stage.send('/end');
  await eventually('the last report', () => stage.agent.calls.some(({ fields, method }) => method === 'RPC.UpdateRequest' && fields['RequestID'] === 'the end'));
  const logged = readFileSync(file, 'utf8').trim().split('\n').map((line) => line.split(' ') as [string, string]).filter(([uri]) => uri !== '/end');
  assert.is(logged.length, count);
  const slow = logged.filter(([, time]) => Math.round(Number(time) * 1000) >= limit).map(([uri]) => uri);
  const reported = (): string[] => stage.agent.calls.filter(({ method }) => method === 'RPC.PostRequest').map(({ fields }) => fields['URI']);
  await eventually('the other reports', () => reported().length >= slow.length);
  assert.equal(reported().sort(), slow.sort());
});

times.run();
