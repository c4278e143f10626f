import * as assert from 'uvu/assert';
import { readSettings } from '../doubles/agent/settings.ts';
import { suite } from '../support/suite.ts';

const keys = { SIGSCI_ACCESSKEYID: 'a', SIGSCI_SECRETACCESSKEY: 'b' };
const read = (environment: Record<string, string>) => readSettings({ ...keys, ...environment });

const settings = suite('settings of the agent double');

settings("has the vendor's defaults", () => {
  const { rpcAddress, shutdownTimeout, contextExpiration, startupListener, double } = read({});
  assert.equal(rpcAddress, { path: '/var/run/sigsci.sock' });
  assert.equal([shutdownTimeout, contextExpiration, startupListener], [2000, 10_000, undefined]);
  assert.ok(double.rules.every(({ code }) => code === 406));
});

for (const [spelt, address] of [
  ['unix:/sigsci/tmp/sigsci.sock', { path: '/sigsci/tmp/sigsci.sock' }],
  ['/sigsci/tmp/sigsci.sock', { path: '/sigsci/tmp/sigsci.sock' }],
  ['0.0.0.0:8001', { host: '0.0.0.0', port: 8001 }],
  [':8001', { host: '0.0.0.0', port: 8001 }],
  ['[::]:8001', { host: '::', port: 8001 }],
] as const) {
  settings(`reads the address ${spelt}`, () => assert.equal(read({ SIGSCI_RPC_ADDRESS: spelt }).rpcAddress, address));
}

for (const spelt of ['sigsci.sock', 'unix:sigsci.sock', 'unix:host:8001', 'localhost', 'host:70000', 'tcp:8001x']) {
  settings(`refuses the address ${spelt}`, () => assert.throws(() => read({ SIGSCI_RPC_ADDRESS: spelt }), /^SIGSCI_RPC_ADDRESS: found ".*"; give/));
}

for (const [spelt, milliseconds] of [['500', 500], ['500ms', 500], ['2s', 2000], ['1.5s', 1500], ['1m', 60_000], ['1m30s', 90_000], ['1h', 3_600_000], ['5000us', 5]] as const) {
  settings(`reads the duration ${spelt} as ${milliseconds} ms`, () => assert.is(read({ SIGSCI_CONTEXT_EXPIRATION: spelt }).contextExpiration, milliseconds));
}

for (const spelt of ['2 s', 'soon', '-1', '2d', '1.5']) {
  settings(`refuses the duration ${spelt}`, () => assert.throws(() => read({ SIGSCI_CONTEXT_EXPIRATION: spelt }), /^SIGSCI_CONTEXT_EXPIRATION: found/));
}

for (const [name, good, bad] of [
  ['SIGSCI_RPC_VERSION', ['0', '1'], ['2', 'one']],
  ['SIGSCI_MAX_PROCS', ['2', '70%', '100%'], ['0', '101%', 'auto']],
  ['SIGSCI_CUSTOM_REQUEST_HEADERS', ['X-A:1', 'X-A:$TagList, X-B:2'], ['X-A', 'X A:1']],
  ['SIGSCI_STATSD_ADDRESS', ['statsd.monitoring:8125', '10.0.0.1:8125', '[::1]:8125'], ['statsd', '/run/statsd.sock', 'unix:/run/statsd.sock', 'host:']],
  ['SIGSCI_STATSD_TYPE', ['statsd', 'dogstatsd'], ['graphite']],
  ['DOUBLE_RESPONSE_ACTIONS', ['[]', '[[1,["X-A","1"]],[2,["X-A",""]],[3,["X-A","1"]],[4,["X-A"]]]'], ['{}', '[', '[[5,["X-A","1"]]]', '[[1,["X-A"]]]', '[[4,["X-A","1"]]]', '[[1,["X A","1"]]]', '[[1,["X-A",1]]]', '[["1",["X-A","1"]]]', '[[1,["X-A","1"],2]]', '[null]']],
  ['DOUBLE_OWNER_ONLY_SOCKET', ['true', '0'], ['yes']],
] as const) {
  settings(`takes ${name} as ${good.join(' or ')}, not as ${bad.join(' or ')}`, () => {
    for (const value of good) assert.not.throws(() => read({ [name]: value }));
    for (const value of bad) assert.throws(() => read({ [name]: value }), new RegExp(`^${name}: found`));
  });
}

settings('sends metrics only when it has an address for them, by default all and every 10 s', () => {
  assert.is(read({ SIGSCI_STATSD_METRICS: 'sigsci.agent.waf.*' }).statsd, undefined);
  assert.equal(read({ SIGSCI_STATSD_ADDRESS: 'sink:8125' }).statsd, { host: 'sink', port: 8125, type: 'statsd', metrics: ['*'], interval: 10_000 });
  const filtered = read({ SIGSCI_STATSD_ADDRESS: '[::1]:8125', SIGSCI_STATSD_TYPE: 'dogstatsd', SIGSCI_STATSD_METRICS: 'a.*, b', DOUBLE_STATSD_INTERVAL: '1s' });
  assert.equal(filtered.statsd, { host: '::1', port: 8125, type: 'dogstatsd', metrics: ['a.*', 'b'], interval: 1000 });
});

settings('reads no misspelt option, as the agent does not', () => {
  const { rpcAddress, serverHostname } = read({ SIGSCI_RPCADDRESS: '0.0.0.0:1', SIGSCI_HOSTNAME: 'wrong', 'sigsci_rpc_address': '/x' });
  assert.equal(rpcAddress, { path: '/var/run/sigsci.sock' });
  assert.is.not(serverHostname, 'wrong');
  assert.is(read({ SIGSCI_SERVER_HOSTNAME: 'right' }).serverHostname, 'right');
});

settings('names each key that is missing or empty, and never its value', () => {
  const refusal = (environment: Record<string, string>) => {
    try {
      readSettings(environment);
      return 'started';
    } catch (error) {
      return (error as Error).message;
    }
  };
  assert.match(refusal({}), /^SIGSCI_ACCESSKEYID and SIGSCI_SECRETACCESSKEY: not set/);
  assert.match(refusal({ SIGSCI_ACCESSKEYID: 'the-id', SIGSCI_SECRETACCESSKEY: '' }), /^SIGSCI_SECRETACCESSKEY: not set/);
  assert.not.match(refusal({ SIGSCI_ACCESSKEYID: 'the-id' }), /the-id/);
  assert.is(refusal(keys), 'started');
});

for (const name of ['SIGSCI_REVPROXY_LISTENER', 'SIGSCI_REVPROXY', 'SIGSCI_REVERSE_PROXY', 'SIGSCI_REVERSE_PROXY_LISTENER', 'SIGSCI_REVERSE_PROXY_UPSTREAM']) {
  settings(`${name} switches RPC off, unless it is false`, () => {
    assert.is(read({ [name]: name.endsWith('PROXY') ? 'true' : 'app:{listener=http://0.0.0.0:80}' }).rpcAddress, undefined);
    assert.ok(read({ [name]: 'false' }).rpcAddress);
  });
}

settings.run();
