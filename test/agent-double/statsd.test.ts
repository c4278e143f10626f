import { createSocket } from 'node:dgram';
import type { Socket } from 'node:dgram';
import { once } from 'node:events';
import * as assert from 'uvu/assert';
import { metricsOf } from '../doubles/agent/metrics.ts';
import type { Metric } from '../doubles/agent/metrics.ts';
import { packets } from '../doubles/agent/statsd.ts';
import { suite } from '../support/suite.ts';
import { eventually } from './eventually.ts';
import { call, callFrame, connection, freePort, launchReady } from './running-agent.ts';

// Names, kinds and units: vendor's docs, agent StatsD metrics page. The dogstatsd form of signals: DataDog/integrations-extras, sigsci/README.md.
const statsd = suite("the agent double's StatsD metrics");

const documented = [
  ...['total', 'error', 'allow', 'block'].map((name) => `sigsci.agent.waf.${name}|c`),
  ...['decision_time', 'queue_time'].flatMap((name) => [50, 95, 99].map((percent) => `sigsci.agent.waf.perf.${name}.${percent}pct|g`)),
  'sigsci.agent.rpc.connections.open|g',
  'sigsci.agent.runtime.cpu_pct|g',
  'sigsci.agent.runtime.mem.sys_bytes|g',
  'sigsci.agent.runtime.uptime|g',
];

/** A sink that keeps each line it receives. */
async function sink(): Promise<{ socket: Socket; address: string; lines: string[]; sum(name: string): number }> {
  const socket = createSocket('udp4').bind(0, '127.0.0.1');
  await once(socket, 'listening');
  const lines: string[] = [];
  socket.on('message', (packet) => lines.push(...packet.toString().split('\n')));
  const values = (name: string) => lines.filter((line) => line.startsWith(`${name}:`)).map((line) => Number(/:([\d.]+)\|/.exec(line)?.[1]));
  return { socket, address: `127.0.0.1:${socket.address().port}`, lines, sum: (name) => values(name).reduce((sum, value) => sum + value, 0) };
}

const request = (URI: string) => ({ URI, Method: 'GET', HeadersIn: [] });

statsd('have all documented names and kinds, and count each call once', async () => {
  const { socket, address, lines, sum } = await sink();
  const agent = await launchReady({ SIGSCI_STATSD_ADDRESS: address, DOUBLE_STATSD_INTERVAL: '30ms' });
  const open = await connection({ path: agent.socket });
  for (const URI of ['/', '/a', '/?q=<script>', '/?q=<script>&f=../../etc/passwd']) await call({ path: agent.socket }, 'RPC.PreRequest', request(URI));
  agent.command('close');
  await agent.record('close', ({ event }) => event === 'command');
  const failed = await connection({ path: agent.socket });
  failed.socket.write(callFrame(1, 'RPC.PreRequest', request('/failed')));
  await failed.ended;
  await eventually('report', () => sum('sigsci.agent.waf.error') === 1);
  assert.is(await agent.stop(), 0);
  open.socket.destroy();
  socket.close();
  assert.equal([...new Set(lines.map((line) => line.replace(/:.*\|/, '|')))].filter((line) => !line.includes('.signal.')).sort(), [...documented].sort());
  assert.equal(['total', 'allow', 'block', 'error'].map((name) => sum(`sigsci.agent.waf.${name}`)), [4, 2, 2, 1]);
  assert.equal(['xss', 'traversal', 'sqli'].map((name) => sum(`sigsci.agent.signal.${name}`)), [2, 1, 0]);
  assert.ok(lines.some((line) => /^sigsci\.agent\.rpc\.connections\.open:[1-9]/.test(line)));
});

statsd('are sent a last time at the stop', async () => {
  const { socket, address, lines, sum } = await sink();
  const agent = await launchReady({ SIGSCI_STATSD_ADDRESS: address, SIGSCI_STATSD_METRICS: 'sigsci.agent.waf.*' });
  await call({ path: agent.socket }, 'RPC.PreRequest', request('/'));
  await agent.stop();
  await eventually('last report', () => sum('sigsci.agent.waf.total') === 1);
  assert.ok(lines.every((line) => line.startsWith('sigsci.agent.waf.')), lines.join());
  socket.close();
});

for (const [what, address] of [['does not listen', async () => `127.0.0.1:${await freePort()}`], ['has no address', async () => 'sink.invalid:8125'], ['was never filled in', async () => '$(HOST_IP):8125']] as const) {
  statsd(`do not disturb the agent when the sink ${what}`, async () => {
    const agent = await launchReady({ SIGSCI_STATSD_ADDRESS: await address(), DOUBLE_STATSD_INTERVAL: '20ms' });
    for (let round = 0; round < 20; round++) {
      assert.is((await call({ path: agent.socket }, 'RPC.PreRequest', request('/')))[2], null);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    assert.is(await agent.stop(), 0);
    assert.ok(agent.output().stderr.split('SIGSCI_STATSD_ADDRESS').length <= 2, agent.output().stderr);
  });
}

const signal: Metric = { name: 'sigsci.agent.signal.XSS', kind: 'counter', value: 3, signal: 'XSS' };
const total: Metric = { name: 'sigsci.agent.waf.total', kind: 'counter', value: 1 };
const uptime: Metric = { name: 'sigsci.agent.runtime.uptime', kind: 'gauge', value: 2 };

statsd('carry the signal in the name, or for dogstatsd in a tag', () => {
  assert.equal(packets([signal, total], { type: 'statsd', metrics: ['*'] }), ['sigsci.agent.signal.xss:3|c\nsigsci.agent.waf.total:1|c']);
  assert.equal(packets([signal, uptime], { type: 'dogstatsd', metrics: ['*'] }), ['sigsci.agent.signal:3|c|#signal_type:xss\nsigsci.agent.runtime.uptime:2|g']);
});

for (const [metrics, found] of [
  [['*'], [signal, total, uptime]],
  [['sigsci.agent.waf.*', 'sigsci.agent.runtime.uptime'], [total, uptime]],
  [['*.xss'], [signal]],
  [['sigsci.agent.waf'], []],
  [['sigsci?agent?waf?total', '[a-z]*'], []],
] as const) {
  statsd(`that ${metrics.join()} lets through are ${found.length} of three`, () => {
    const [packet = ''] = packets([signal, total, uptime], { type: 'statsd', metrics });
    assert.equal(packet.split('\n').filter(Boolean).map((line) => line.replace(/:.*/, '')), found.map(({ name }) => name.replace('XSS', 'xss')));
  });
}

statsd('fill datagrams no further than a frame holds', () => {
  const parts = packets(Array.from({ length: 100 }, () => total), { type: 'statsd', metrics: ['*'] }, 200);
  assert.ok(parts.length > 1 && parts.every((part) => part.length <= 200));
  assert.is(parts.join('\n').split('\n').length, 100);
});

statsd('count since the last report, and take percentiles of what came since then', () => {
  const tally = { counts: { allowed: 3, blocked: 1, hang: 2 }, signals: { XSS: 1 }, decisionTimes: Array.from({ length: 100 }, (_, index) => 100 - index), queueTimes: [] };
  const next = metricsOf(tally, () => 7);
  const value = (metrics: Metric[], name: string) => metrics.find((metric) => metric.name === `sigsci.agent.${name}`)?.value;
  const first = next();
  assert.equal(['waf.total', 'waf.allow', 'waf.block', 'waf.error', 'signal.XSS'].map((name) => value(first, name)), [4, 3, 1, 2, 1]);
  assert.equal([50, 95, 99].map((percent) => value(first, `waf.perf.decision_time.${percent}pct`)), [50, 95, 99]);
  assert.is(value(first, 'rpc.connections.open'), 7);
  tally.counts.allowed = 5;
  const second = next();
  assert.equal(['waf.total', 'waf.block', 'signal.XSS', 'waf.perf.decision_time.99pct'].map((name) => value(second, name)), [2, 0, 0, 0]);
});

statsd.run();
