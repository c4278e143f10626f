import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import * as assert from 'uvu/assert';
import { eventually } from '../agent-double/eventually.ts';
import { suite } from '../support/suite.ts';
import { speak } from './client.ts';
import { onStage } from './stage.ts';
import type { Stage } from './stage.ts';

const early = suite<{ stage: Stage }>('a backend that answers before it has the body');

/** Answers the first bytes of every connection with 413 and closes. */
const hasty = createServer((socket) => {
  socket.on('error', () => undefined).once('data', () => socket.end('HTTP/1.1 413 Content Too Large\r\nContent-Length: 9\r\nConnection: close\r\n\r\nenough of'));
});
await new Promise<void>((resolve) => hasty.listen(0, '127.0.0.1', resolve));

onStage(early, {
  script: (call) => ({ WAFResponse: 200, RequestID: `id of ${call.fields['URI']}`, RequestHeaders: [] }),
  server: `client_max_body_size 0; location / { proxy_request_buffering off; proxy_http_version 1.1; proxy_pass http://127.0.0.1:${(hasty.address() as AddressInfo).port}; }`,
});
early.after(() => void hasty.close());

for (const [what, announced, sent] of [
  ['shown to the agent', 1_000, 1_000],
  ['above the limit, half of it sent', 2_000_000, 1_000_000],
  ['above the limit, none of it sent', 2_000_000, 0],
] as const) {
  early(`${what}: the client gets the answer, and the agent the report`, async ({ stage }) => {
    const url = `/${announced}/${sent}`;
    const { socket, text } = await speak(stage.port);
    socket.write(`POST ${url} HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\nContent-Length: ${announced}\r\n\r\n${'x'.repeat(sent)}`);
    await eventually('413', () => text().startsWith('HTTP/1.1 413') && text().endsWith('enough of'));
    socket.destroy();
    assert.is(stage.agent.calls.find(({ method, fields }) => method === 'RPC.PreRequest' && fields['URI'] === url)?.fields['PostBody'].length, sent === announced ? sent : 0);
    const report = await eventually('the report', () => stage.agent.calls.find(({ fields }) => fields['RequestID'] === `id of ${url}`));
    assert.is(report.fields['ResponseCode'], 413);
  });
}

early.run();
