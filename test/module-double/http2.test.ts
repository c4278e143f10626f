import { connect } from 'node:http2';
import type { ClientHttp2Session } from 'node:http2';
import * as assert from 'uvu/assert';
import { eventually } from '../agent-double/eventually.ts';
import { suite } from '../support/suite.ts';
import { holding, judge } from './holding-agent.ts';
import { onStage } from './stage.ts';
import type { Stage } from './stage.ts';

const http2 = suite<{ stage: Stage; session: ClientHttp2Session }>('HTTP/2');

http2.after(async ({ session }) => void session?.destroy());
onStage(http2, { listen: 'http2', script: judge });
http2.before(async (context) => {
  context.session = connect(`http://127.0.0.1:${context.stage.port}`);
});

function ask(session: ClientHttp2Session, headers: Record<string, string>, body = ''): Promise<{ status: unknown; text: string }> {
  return new Promise((resolve, reject) => {
    const stream = session.request({ ':authority': 'shop.example', ...headers }, { endStream: body === '' });
    let status: unknown;
    let text = '';
    stream.on('response', (response) => (status = response[':status']));
    stream.setEncoding('utf8').on('data', (part: string) => (text += part));
    stream.on('end', () => resolve({ status, text })).on('error', reject);
    if (body !== '') stream.end(body);
  });
}

http2('streams of one connection are judged each for itself', async ({ session }) => {
  const paths = Array.from({ length: 30 }, (_, index) => `/${index % 2 ? 'attack' : 'shop'}/${index}`);
  const replies = await Promise.all(paths.map((path) => ask(session, { ':path': path })));
  assert.equal(replies.map(({ status }) => status), paths.map((path) => (path.includes('attack') ? 406 : 200)));
});

http2('the agent learns protocol, host and headers', async ({ stage, session }) => {
  await ask(session, { ':path': '/told?x=1', 'x-trace': 'abc' });
  const call = stage.agent.calls.find(({ fields }) => fields['URI'] === '/told?x=1');
  assert.is(call?.fields['Protocol'], 'HTTP/2.0');
  assert.is(call?.fields['ServerName'], 'shop.example');
  assert.ok(call?.fields['HeadersIn'].some(([name, value]: [string, string]) => name === 'x-trace' && value === 'abc'));
});

for (const [length, isShown] of [[1, true], [99_999, true], [100_000, true], [100_001, false]] as const) {
  http2(`a body of ${length} bytes reaches ${isShown ? 'agent and backend' : 'the backend only'}`, async ({ stage, session }) => {
    const body = '0123456789abc'.repeat(length).slice(0, length);
    const path = `/body/${length}`;
    await ask(session, { ':method': 'POST', ':path': path, 'content-type': 'application/json', 'content-length': String(length) }, body);
    assert.ok(stage.agent.calls.find(({ fields }) => fields['URI'] === path)?.fields['PostBody'] === (isShown ? body : ''));
    assert.ok(stage.backend.received.find(({ url }) => url === path)?.body.toString() === body);
  });
}

http2('a body of a length that is not announced reaches the backend only, as with HTTP/1.1', async ({ stage, session }) => {
  assert.is((await ask(session, { ':method': 'POST', ':path': '/unannounced', 'content-type': 'application/json' }, '{"a":1}')).status, 200);
  assert.is(stage.agent.calls.find(({ fields }) => fields['URI'] === '/unannounced')?.fields['PostBody'], '');
  assert.is(stage.backend.received.find(({ url }) => url === '/unannounced')?.body.toString(), '{"a":1}');
});

http2('a stream whose body does not come does not hold up the others', async ({ stage, session }) => {
  const stream = session.request({ ':method': 'POST', ':path': '/never', 'content-type': 'application/json', 'content-length': '10' }, { endStream: false });
  stream.on('error', () => undefined).write('12345');
  assert.is((await ask(session, { ':path': '/meanwhile' })).status, 200);
  assert.is(stage.agent.calls.some(({ fields }) => fields['URI'] === '/never'), false);
  stream.close(8);
});

http2('a stream that is cancelled ends its question; the others go on', async ({ stage, session }) => {
  const { script, held, closed } = holding();
  stage.agent.script = script;
  const stream = session.request({ ':path': '/cancelled' });
  stream.on('error', () => undefined);
  const other = ask(session, { ':path': '/other' });
  await eventually('both questions', () => held.has('/cancelled') && held.has('/other'));
  stream.close(8);
  await eventually('the end of the connection to the agent', () => closed.has('/cancelled'));
  held.get('/other')?.();
  assert.is((await other).status, 200);
});

http2('a client that drops the whole connection ends all its questions', async ({ stage }) => {
  const { script, held, closed } = holding();
  stage.agent.script = script;
  const session = connect(`http://127.0.0.1:${stage.port}`).on('error', () => undefined);
  for (const path of ['/a', '/b', '/c']) session.request({ ':path': path }).on('error', () => undefined);
  await eventually('three questions', () => held.size === 3);
  session.destroy();
  await eventually('the end of all of them', () => closed.size === 3);
});

http2.run();
