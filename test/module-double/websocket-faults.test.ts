import * as assert from 'uvu/assert';
import { eventually } from '../agent-double/eventually.ts';
import { suite } from '../support/suite.ts';
import type { Script } from './scripted-agent.ts';
import { haste, patience } from './stage.ts';
import { frame, ping } from './websocket-frames.ts';
import { upgrade } from './websocket-peers.ts';
import { arrived, carried, judge, onWebsocketStage } from './websocket-stage.ts';
import type { WebsocketStage } from './websocket-stage.ts';

// The vendor publishes the directive and that http level has to switch it on first. What happens to frames is assumed
// throughout: see the double's README.

const parts = (...frames: Buffer[]): Buffer => Buffer.concat(frames);

const faults = suite<WebsocketStage>('an agent that fails on a message');

onWebsocketStage(faults, `${haste} sigsci_websocket_enabled on;`);

const troubles: Record<string, [Script, string]> = {
  'stays silent': [() => undefined, 'timed out'],
  'hangs up': [(_, socket) => void socket.end(), 'it closed the connection before its answer was complete'],
  'talks rubbish': [(_, socket) => void socket.write('rubbish'), 'it is no array'],
};

for (const [what, [script, reason]] of Object.entries(troubles)) {
  faults(`and ${what} lets it pass, with one line that says why`, async (context) => {
    const { stage } = context;
    stage.agent.script = (call, socket) => (call.fields['PostBody'] === '' ? judge(call, socket) : script(call, socket));
    const before = stage.nginx.log().length;
    const { backend } = await carried(context, `/fault?${what.replace(' ', '-')}`, frame('an attack'));
    assert.equal(backend, frame('an attack'));
    // The worker's own ModuleInit may be lost on a busy machine, which is another line.
    const lines = stage.nginx.log().slice(before).split('\n').filter((line) => /\[(warn|error|crit)\]/.test(line) && !line.includes('ModuleInit'));
    assert.is(lines.length, 1, lines.join('\n'));
    assert.match(lines[0] ?? '', `${reason}; the message passes`);
  });
}

faults('and gives no verdict lets it pass', async (context) => {
  context.stage.agent.script = (call) => ({ WAFResponse: call.fields['PostBody'] === '' ? 200 : 302, RequestHeaders: [] });
  assert.equal((await carried(context, '/fault?302', frame('an attack'))).backend, frame('an attack'));
  assert.match(context.stage.nginx.log(), 'the agent answered 302 without X-Sigsci-Redirect, the message passes');
});

faults('and is gone lets every message pass', async (context) => {
  const { stage, backend } = context;
  stage.agent.script = judge;
  const client = await upgrade(stage.port, '/gone');
  await stage.agent.close();
  const bytes = parts(frame('', { opcode: ping }), frame('an attack'), frame('another attack'));
  client.socket.write(bytes);
  assert.equal(await arrived(await backend.peer('/gone'), bytes.length), bytes);
  assert.is(stage.nginx.log().split('cannot connect; the message passes').length, 3);
  client.socket.destroy();
});

faults.run();

const reports = suite<WebsocketStage>('after a message');

onWebsocketStage(reports, `${patience} sigsci_websocket_enabled on;`);

for (const [what, body, waf, status] of [['passed', 'hello', 200, 101], ['blocked', 'an attack', 406, 406]] as const) {
  reports(`that ${what} the agent that gave a RequestID gets its UpdateRequest`, async ({ stage, backend }) => {
    stage.agent.script = (call, socket) => ({ ...(judge(call, socket) as object), RequestID: `id of "${call.fields['PostBody']}"` });
    const client = await upgrade(stage.port, `/report?${what}`);
    await backend.peer(`/report?${what}`);
    client.socket.write(frame(body));
    const update = await eventually('the report', () => stage.agent.calls.find(({ fields, method }) => method === 'RPC.UpdateRequest' && fields['RequestID'] === `id of "${body}"`));
    assert.equal(update.fields, { WAFResponse: waf, RequestID: `id of "${body}"`, ResponseCode: status, ResponseMillis: 0, ResponseSize: 0, HeadersOut: [] });
    client.socket.destroy();
  });
}

reports('without a RequestID only a blocked one is reported, by PostRequest', async ({ stage }) => {
  stage.agent.script = judge;
  const client = await upgrade(stage.port, '/report?plain');
  client.socket.write(parts(frame('hello'), frame('an attack')));
  const found = await eventually('the report', () => {
    const posts = stage.agent.calls.filter(({ method, fields }) => method === 'RPC.PostRequest' && fields['URI'] === '/report?plain');
    return posts.length > 0 && client.ended() && posts;
  });
  assert.equal(found.map(({ fields }) => [fields['WAFResponse'], fields['ResponseCode'], fields['PostBody']]), [[406, 406, '']]);
});

reports.run();
