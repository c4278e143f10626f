import * as assert from 'uvu/assert';
import { eventually } from '../agent-double/eventually.ts';
import { suite } from '../support/suite.ts';
import { speak } from './client.ts';
import { replyFrame } from './scripted-agent.ts';
import type { Script } from './scripted-agent.ts';
import { onStage } from './stage.ts';
import type { Stage } from './stage.ts';

/** What the agent does with a request whose path begins so, and the status that the client then gets. */
const moods: Record<string, [Script, status: number]> = {
  passes: [(call) => ({ WAFResponse: 200, RequestID: String(call.id), RequestHeaders: [['X-SigSci-Tags', 'A']] }), 200],
  blocks: [() => ({ WAFResponse: 406, RequestHeaders: [] }), 406],
  'hangs-up': [(_, socket) => void socket.destroy(), 200],
  babbles: [(_, socket) => void socket.write('HTTP/1.1 200 OK\r\n\r\n'), 200],
  stammers: [(call, socket) => void socket.end(replyFrame(call.id, { WAFResponse: 406 }).subarray(0, 6)), 200],
  hesitates: [(call, socket) => void setTimeout(() => socket.write(replyFrame(call.id, { WAFResponse: 406 })), 30), 406],
  sleeps: [() => undefined, 200],
};
const names = Object.keys(moods);

const storm = suite<{ stage: Stage }>('a storm of requests');

onStage(storm, {
  http: 'sigsci_agent_timeout 3000;',
  server: 'location / { proxy_pass http://BACKEND; } location /status { sigsci_enabled off; stub_status; }',
  script: (call, socket) => moods[String(call.fields['URI']).split('/')[1] ?? '']?.[0](call, socket),
});

/** Request number `index`, whole, or broken off somewhere by a client that leaves. */
async function play(stage: Stage, index: number): Promise<void> {
  const mood = names[index % names.length] ?? '';
  const body = index % 3 === 0 ? 'x'.repeat(index * 60) : '';
  const length = body ? `Content-Type: application/json\r\nContent-Length: ${body.length}\r\n` : '';
  const bytes = `${body ? 'POST' : 'GET'} /${mood}/${index} HTTP/1.1\r\nHost: h\r\n${length}Connection: close\r\n\r\n${body}`;
  const { socket, text, closed } = await speak(stage.port);
  if (index % 5 === 4) {
    const part = bytes.slice(0, Math.ceil((bytes.length * ((index % 11) + 1)) / 11));
    socket.write(part, () => setTimeout(() => socket.resetAndDestroy(), index % 20));
    return void (await closed);
  }
  socket.write(bytes);
  await closed;
  assert.is(Number(text().slice(9, 12)), moods[mood]?.[1], `${mood}/${index}`);
}

storm('of 420, with agents in every mood and clients that leave, each gets its answer and nothing is left open', async ({ stage }) => {
  const waiting = Array.from({ length: 420 }, (_, index) => index);
  const player = async (): Promise<void> => {
    for (let index = waiting.shift(); index !== undefined; index = waiting.shift()) await play(stage, index);
  };
  await Promise.all(Array.from({ length: 80 }, player));
  await eventually('only this connection is open', async () => /Active connections: 1 /.test((await stage.send('/status')).body));
});

storm.run();
