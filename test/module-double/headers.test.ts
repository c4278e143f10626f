import * as assert from 'uvu/assert';
import { suite } from '../support/suite.ts';
import { onStage } from './stage.ts';
import type { Stage } from './stage.ts';

const toBackend = suite<{ stage: Stage }>('request headers');

onStage(toBackend, { http: 'sigsci_agent_timeout 20000; underscores_in_headers on;' });

/** The values of a header that the backend got, in order. */
async function arrived(stage: Stage, name: string, headers: Record<string, string> | string[] = {}): Promise<string[]> {
  assert.is((await stage.send('/', { headers })).status, 200);
  const { rawHeaders } = stage.backend.received.at(-1) ?? { rawHeaders: [] };
  return rawHeaders.filter((_, index) => index % 2 === 1 && rawHeaders[index - 1]?.toLowerCase() === name.toLowerCase());
}

toBackend('the backend learns verdict, request id and tags', async ({ stage }) => {
  stage.agent.script = () => ({ WAFResponse: 200, RequestID: 'abcdef0123', RequestHeaders: [['X-SigSci-Tags', 'SQLI,XSS']] });
  assert.equal(await arrived(stage, 'X-SigSci-AgentResponse'), ['200']);
  assert.equal(await arrived(stage, 'X-SigSci-RequestID'), ['abcdef0123']);
  assert.equal(await arrived(stage, 'X-SigSci-Tags'), ['SQLI,XSS']);
});

toBackend('a verdict that is none is told to the backend as it is', async ({ stage }) => {
  stage.agent.script = () => ({ WAFResponse: -2 });
  assert.equal(await arrived(stage, 'X-SigSci-AgentResponse'), ['-2']);
  assert.equal(await arrived(stage, 'X-SigSci-RequestID'), []);
});

toBackend('what a client claims under these names never arrives, whatever the spelling', async ({ stage }) => {
  stage.agent.script = () => ({ WAFResponse: 200, RequestID: 'true-id' });
  const lies = ['Host', 'h', 'x-sigsci-agentresponse', '200', 'X-SIGSCI-AGENTRESPONSE', '200', 'X-SigSci-RequestID', 'lie', 'X-SigSci-Tags', 'lie', 'X-SigSci-Redirect', '/lie', 'X-SigSci-Anything', 'lie', 'X-Kept', 'kept'];
  assert.equal(await arrived(stage, 'X-SigSci-AgentResponse', lies), ['200']);
  assert.equal(await arrived(stage, 'X-SigSci-RequestID', lies), ['true-id']);
  for (const name of ['X-SigSci-Tags', 'X-SigSci-Redirect', 'X-SigSci-Anything']) assert.equal(await arrived(stage, name, lies), []);
  assert.equal(await arrived(stage, 'X-Kept', lies), ['kept']);
});

toBackend('a client that sends nothing but such headers, a hundred of them, changes nothing', async ({ stage }) => {
  stage.agent.script = () => ({ WAFResponse: 200 });
  const lies = ['Host', 'h', ...Array.from({ length: 100 }, (_, index) => [`X-SigSci-Lie-${index}`, 'lie']).flat()];
  assert.equal(await arrived(stage, 'X-SigSci-AgentResponse', lies), ['200']);
  assert.equal(await arrived(stage, 'X-SigSci-Lie-99', lies), []);
});

toBackend('they do not arrive either when the agent is silent', async ({ stage }) => {
  stage.agent.script = (_, socket) => void socket.end();
  assert.equal(await arrived(stage, 'X-SigSci-AgentResponse', { 'X-SigSci-AgentResponse': '200' }), []);
});

toBackend('the agent is shown them as the client sent them', async ({ stage }) => {
  stage.agent.script = () => ({ WAFResponse: 200 });
  await arrived(stage, 'Host', ['Host', 'h', 'x-sigsci-tags', 'lie', 'X-Twice', '1', 'x-twice', '2']);
  const shown = stage.agent.calls.filter((call) => call.method === 'RPC.PreRequest').at(-1)?.fields['HeadersIn'];
  assert.equal(shown.slice(0, 4), [['Host', 'h'], ['x-sigsci-tags', 'lie'], ['X-Twice', '1'], ['x-twice', '2']]);
});

toBackend('other headers of the agent replace the client\'s, and several of one name all arrive', async ({ stage }) => {
  stage.agent.script = () => ({ WAFResponse: 200, RequestHeaders: [['X-Verdict', 'one'], ['X-Verdict', 'two'], ['X-Empty', '']] });
  assert.equal(await arrived(stage, 'X-Verdict', { 'X-Verdict': 'lie' }), ['one', 'two']);
});

toBackend('the agent\'s own spelling of the verdict wins over ours', async ({ stage }) => {
  stage.agent.script = () => ({ WAFResponse: 200, RequestHeaders: [['x-sigsci-agentresponse', '200 (sampled)']] });
  assert.equal(await arrived(stage, 'X-SigSci-AgentResponse'), ['200 (sampled)']);
});

for (const [name, value] of [['X-Split', 'a\r\nX-Injected: yes'], ['Bad Name', 'x'], ['', 'x'], ['Host', 'elsewhere'], ['Content-Length', '5'], ['X-Null', 'a\0b']] as const) {
  toBackend(`the agent cannot set ${JSON.stringify(name)} to ${JSON.stringify(value)}`, async ({ stage }) => {
    stage.agent.script = () => ({ WAFResponse: 200, RequestHeaders: [[name, value]] });
    assert.equal(await arrived(stage, 'X-Injected'), []);
    assert.equal(await arrived(stage, 'Content-Length'), []);
    if (name !== 'Host') assert.equal(await arrived(stage, name), []);
    assert.not.equal(await arrived(stage, 'Host'), ['elsewhere']);
    assert.match(stage.nginx.log(), 'the agent\'s request header is left out');
  });
}

toBackend('the agent\'s redirect is not told to the backend', async ({ stage }) => {
  stage.agent.script = () => ({ WAFResponse: 200, RequestHeaders: [['X-Sigsci-Redirect', '/away']] });
  assert.equal(await arrived(stage, 'X-Sigsci-Redirect'), []);
});

toBackend.run();

const toClient = suite<{ stage: Stage }>('RespActions on the response');

onStage(toClient, {
    application: (_, response) => {
      response.writeHead(200, { 'Content-Type': 'text/html', 'X-Powered-By': 'shop', ETag: '"1"', 'Last-Modified': 'Sun, 06 Nov 1994 08:49:37 GMT', 'Set-Cookie': ['a=1', 'b=2'] });
      response.end('hello');
    },
  });

const changes: [string, [number, string[]][], Record<string, string | string[] | undefined>][] = [
  ['1 adds a header', [[1, ['X-New', 'yes']]], { 'x-new': 'yes' }],
  ['1 adds to what is there', [[1, ['Set-Cookie', 'c=3']]], { 'set-cookie': ['a=1', 'b=2', 'c=3'] }],
  ['2 sets a header', [[2, ['X-Powered-By', 'nobody']]], { 'x-powered-by': 'nobody' }],
  ['2 replaces all of that name', [[2, ['Set-Cookie', 'd=4']]], { 'set-cookie': ['d=4'] }],
  ['2 replaces what nginx writes itself', [[2, ['Server', 'shop']]], { server: 'shop' }],
  ['2 replaces the type', [[2, ['Content-Type', 'text/plain']]], { 'content-type': 'text/plain' }],
  ['2 replaces Last-Modified', [[2, ['Last-Modified', 'Mon, 07 Nov 1994 08:49:37 GMT']]], { 'last-modified': 'Mon, 07 Nov 1994 08:49:37 GMT' }],
  ['3 sets what is absent', [[3, ['X-Frame-Options', 'DENY']]], { 'x-frame-options': 'DENY' }],
  ['3 leaves what is there', [[3, ['X-Powered-By', 'nobody']], [3, ['Content-Type', 'text/plain']], [3, ['Last-Modified', 'x']]], { 'x-powered-by': 'shop', 'content-type': 'text/html', 'last-modified': 'Sun, 06 Nov 1994 08:49:37 GMT' }],
  ['4 deletes a header', [[4, ['X-Powered-By']]], { 'x-powered-by': undefined, etag: '"1"' }],
  ['4 deletes all of that name', [[4, ['set-cookie']]], { 'set-cookie': undefined }],
  ['4 deletes what nginx writes itself', [[4, ['Server']], [4, ['Date']]], { server: undefined, date: undefined }],
  ['4 deletes ETag, Last-Modified and Content-Type', [[4, ['ETag']], [4, ['Last-Modified']], [4, ['Content-Type']]], { etag: undefined, 'last-modified': undefined, 'content-type': undefined }],
  ['4 then 1 brings a header back', [[4, ['Server']], [1, ['Server', 'again']]], { server: 'again' }],
  ['actions are done in order', [[1, ['X-New', '1']], [4, ['X-New']], [3, ['X-New', '2']], [3, ['X-New', '3']]], { 'x-new': '2' }],
  ['framing is not the agent\'s to change', [[2, ['Content-Length', '1']], [2, ['Transfer-Encoding', 'gzip']], [4, ['Connection']]], { connection: 'close', 'transfer-encoding': 'chunked' }],
  ['a value cannot break out of its line', [[1, ['X-New', 'a\r\nX-Injected: yes']]], { 'x-new': undefined, 'x-injected': undefined }],
];

for (const [what, actions, expected] of changes) {
  toClient(what, async ({ stage }) => {
    stage.agent.script = () => ({ WAFResponse: 200, RespActions: actions });
    const { headers, body, status } = await stage.send('/');
    assert.is(status, 200);
    assert.is(body, 'hello');
    for (const [name, value] of Object.entries(expected)) assert.equal(headers[name], value, name);
  });
}

toClient('a block carries them too', async ({ stage }) => {
  stage.agent.script = () => ({ WAFResponse: 406, RespActions: [[1, ['X-New', 'yes']]] });
  const { status, headers } = await stage.send('/');
  assert.is(status, 406);
  assert.is(headers['x-new'], 'yes');
});

toClient.run();
