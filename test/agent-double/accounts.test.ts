import * as assert from 'uvu/assert';
import { accounts } from '../doubles/agent/accounts.ts';
import { readRecord } from '../doubles/agent/read-record.ts';
import type { AgentLine } from '../doubles/agent/record.ts';
import { suite } from '../support/suite.ts';

const books = suite('accounts over the records of agents');

const time = '2026-01-01T00:00:00.000Z';
const request = (hostname: string, requestId: string): AgentLine => ({ time, hostname, call: 'PreRequest', verdict: 'tagged', wafResponse: 200, tags: ['XSS'], requestId });
const response = (hostname: string, requestId: string, matched: boolean): AgentLine => ({ time, hostname, call: 'UpdateRequest', wafResponse: 200, responseCode: 200, requestId, matched });
const even = { neverCame: [], elsewhere: [], forgotten: [], strays: [] };

books('are even when every half has come to its agent, whatever else the agents did', () => {
  const others: AgentLine[] = [
    { time, hostname: 'a', call: 'PreRequest', verdict: 'allowed', wafResponse: 200, tags: [] },
    { time, hostname: 'a', call: 'PostRequest', wafResponse: 200, responseCode: 404 },
    { time, hostname: 'b', event: 'stopped', counts: {} },
  ];
  assert.equal(accounts([request('a', '1'), response('a', '1', true), response('b', '2', true), request('b', '2'), ...others]), even);
  assert.equal(accounts([]), even);
});

books('name a request whose half never came, also by the line of its expiry alone', () => {
  assert.equal(accounts([request('a', '1'), request('a', '2'), response('a', '1', true)]), { ...even, neverCame: [request('a', '2')] });
  const unfinished: AgentLine = { time, hostname: 'a', event: 'unfinished', requestId: '3' };
  assert.equal(accounts([unfinished]), { ...even, neverCame: [unfinished] });
  assert.equal(accounts([request('a', '3'), unfinished]).neverCame, [request('a', '3')]);
});

books('name a half that reached another agent, with both lines', () => {
  const pair = { request: request('a', '1'), response: response('b', '1', false) };
  assert.equal(accounts([pair.response, pair.request]), { ...even, elsewhere: [pair] });
});

books('name a half that its own agent had forgotten', () => {
  const [first, late, again] = [request('a', '1'), response('a', '1', false), response('a', '1', true)];
  assert.equal(accounts([first, late]), { ...even, forgotten: [{ request: first, response: late }] });
  assert.equal(accounts([first, again, late]), { ...even, forgotten: [{ request: first, response: late }] });
});

books('name a stray that no agent knows', () => {
  assert.equal(accounts([request('a', '1'), response('a', '1', true), response('a', '9', false)]), { ...even, strays: [response('a', '9', false)] });
});

books('count a half that came but got a fault as come', () => {
  assert.equal(accounts([request('a', '1'), { time, hostname: 'a', call: 'UpdateRequest', requestId: '1', fault: 'hang' }]), even);
});

books('are read from logs with other lines between, prefixes, cut lines and other JSON', () => {
  const line = request('a', '1');
  const json = JSON.stringify(line);
  const log = [`[pod/a/sigsci-agent] ${time} ${json}`, 'sigsci-agent (double): RPC on unix:/x', json.slice(0, 40), '{"level":"info"}', '{}', 'null {', '', json].join('\n');
  assert.equal(readRecord(log), [line, line]);
  assert.equal(readRecord(''), []);
  assert.equal(readRecord(`${json}\r\n${json}`), [line, line]);
});

books.run();
