import * as assert from 'uvu/assert';
import { suite } from '../support/suite.ts';
import { speak } from './client.ts';
import { onStage } from './stage.ts';
import type { Stage } from './stage.ts';
import type { Script } from './scripted-agent.ts';

const verdicts = suite<{ stage: Stage }>('what the agent says is done');

onStage(verdicts);

const says = (waf: unknown, headers: unknown = []): Script => () => ({ WAFResponse: waf, RequestHeaders: headers });

verdicts('200 lets the request through to the backend', async ({ stage }) => {
  stage.agent.script = says(200);
  const reply = await stage.send('/shop?item=1');
  assert.is(reply.status, 200);
  assert.is(reply.body, 'backend saw /shop?item=1');
});

for (const status of [400, 403, 406, 418, 429, 500, 503, 599]) {
  verdicts(`${status} blocks with that status and the backend sees nothing`, async ({ stage }) => {
    stage.agent.script = says(status);
    const before = stage.backend.received.length;
    assert.is((await stage.send('/attack')).status, status);
    assert.is(stage.backend.received.length, before);
  });
}

for (const status of [408, 444, 494, 497, 499]) {
  verdicts(`${status}, which means something else inside nginx, is sent to the client all the same`, async ({ stage }) => {
    stage.agent.script = says(status);
    assert.is((await stage.send('/attack')).status, status);
  });
}

for (const status of [300, 301, 302, 303, 307, 308, 399]) {
  verdicts(`${status} with X-Sigsci-Redirect sends the client there`, async ({ stage }) => {
    stage.agent.script = says(status, [['X-Sigsci-Redirect', 'https://help.example/blocked?why=waf']]);
    const reply = await stage.send('/attack');
    assert.is(reply.status, status);
    assert.is(reply.headers.location, 'https://help.example/blocked?why=waf');
  });
}

verdicts('302 without X-Sigsci-Redirect passes and is logged', async ({ stage }) => {
  stage.agent.script = says(302);
  assert.is((await stage.send('/shop')).status, 200);
  assert.match(stage.nginx.log(), 'the agent answered 302 without X-Sigsci-Redirect, the request passes');
});

for (const code of [-2, -1, 0, 100, 201, 299, 600, 2 ** 31 - 1]) {
  verdicts(`${code} is no verdict: the request passes and the log says so`, async ({ stage }) => {
    stage.agent.script = says(code);
    assert.is((await stage.send('/shop')).status, 200);
    assert.match(stage.nginx.log(), `the agent answered ${code}, the request passes`);
  });
}

verdicts('a request in HTTP/0.9, without headers, is judged too', async ({ stage }) => {
  stage.agent.script = says(200);
  const { socket, text, closed } = await speak(stage.port);
  socket.write('GET /ancient\r\n');
  await closed;
  assert.is(text(), 'backend saw /ancient');
  const fields = stage.agent.calls.find((call) => call.fields['URI'] === '/ancient')?.fields ?? {};
  assert.equal([fields['Protocol'], fields['ServerName'], fields['HeadersIn']], ['HTTP/0.9', undefined, []]);
});

verdicts.run();
