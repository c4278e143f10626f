import * as assert from 'uvu/assert';
import { moduleLibrary } from '../doubles/module/build.ts';
import { suite } from '../support/suite.ts';
import { checkConfiguration } from './nginx.ts';
import { libraryVariant } from './sanitizers.ts';

type Level = 'http' | 'server' | 'location' | 'if' | 'main';

/** A directive at a level of an otherwise sound configuration, together with what it needs there. */
function at(level: Level, text: string): [http: string, main: string] {
  const put = (wanted: Level): string => (level === wanted ? text : '');
  const location = `location / { ${put('location')} if ($arg_a) { ${put('if')} } }`;
  return [`${put('http')} server { listen 127.0.0.1:1; ${put('server')} ${location} }`, put('main')];
}

interface Directive {
  readonly levels: readonly Level[];
  readonly accepted: readonly string[];
  /** Value and the reason that nginx gives. */
  readonly refused: readonly (readonly [value: string, reason: string])[];
  /** Another directive without which this one is no sound configuration. */
  readonly needs?: string;
}

const everywhere = ['http', 'server', 'location'] as const;
const flag = { accepted: ['on', 'off'], refused: [['yes', 'it must be "on" or "off"'], ['1', 'it must be "on" or "off"'], ['', 'invalid number of arguments']] } as const;
const number = (low: number): Pick<Directive, 'accepted' | 'refused'> => ({
  accepted: [String(low), '250', '1000000'],
  refused: [[String(low - 1), low === 0 ? 'invalid number' : `value must be equal to or greater than ${low}`], ['100ms', 'invalid number'], ['many', 'invalid number'], ['1 2', 'invalid number of arguments']],
});

const directives: Record<string, Directive> = {
  sigsci_agent_host: {
    levels: ['http'],
    accepted: ['unix:/sigsci/tmp/sigsci.sock'],
    refused: [
      ['/sigsci/tmp/sigsci.sock', 'it must be "unix:/absolute/path" or "tcp:host"'],
      ['unix:sigsci.sock', 'it must be "unix:/absolute/path" or "tcp:host"'],
      ['agent.example', 'it must be "unix:/absolute/path" or "tcp:host"'],
      ['tcp:', 'it must be "unix:/absolute/path" or "tcp:host"'],
      [`unix:/${'x'.repeat(200)}`, 'too long path in the unix domain socket'],
      ['tcp:127.0.0.1', 'sigsci_agent_port is missing'],
      ['unix:/a unix:/b', 'invalid number of arguments'],
    ],
  },
  sigsci_agent_port: {
    levels: ['http'],
    accepted: ['1', '8001', '65535'],
    refused: [['0', 'value must be between 1 and 65535'], ['65536', 'value must be between 1 and 65535'], ['http', 'invalid number']],
    needs: 'sigsci_agent_host tcp:127.0.0.1;',
  },
  sigsci_agent_timeout: { levels: ['http'], ...number(1) },
  sigsci_handler_phase: {
    levels: ['http'],
    accepted: ['rewrite', 'preaccess', 'access', 'precontent'],
    refused: [['content', 'invalid value "content"'], ['server_rewrite', 'invalid value "server_rewrite"']],
  },
  sigsci_agent_max_post_len: { levels: ['http'], ...number(0) },
  sigsci_anomaly_resp_size: { levels: ['http'], ...number(1) },
  sigsci_anomaly_resp_time: { levels: ['http'], ...number(1) },
  sigsci_debug: { levels: ['http'], ...flag },
  sigsci_expected_content_types: { levels: ['http'], accepted: ['"text/plain text/csv"', 'text/plain text/csv', '""'], refused: [['', 'invalid number of arguments']] },
  sigsci_extend_content_types: { levels: ['http'], ...flag },
  sigsci_enabled: { levels: everywhere, ...flag },
  sigsci_websocket_enabled: { levels: everywhere, ...flag },
};

const configuration = suite('nginx -t');

for (const [name, { levels, accepted, refused, needs = '' }] of Object.entries(directives)) {
  const write = (level: Level, value: string): [string, string] => at(level, `${level === 'http' ? needs : ''} ${name} ${value};`);

  for (const value of accepted) {
    configuration(`${name} ${value} is accepted`, async () => {
      const { code, stderr } = await checkConfiguration(...write('http', value));
      assert.is(code, 0, stderr);
    });
  }

  for (const [value, reason] of refused) {
    configuration(`${name} ${value.slice(0, 40)} is refused: ${reason}`, async () => {
      const { code, stderr } = await checkConfiguration(...write('http', value));
      assert.is(code, 1);
      assert.match(stderr, reason);
    });
  }

  for (const level of ['http', 'server', 'location', 'if', 'main'] as const) {
    const allowed = (levels as readonly Level[]).includes(level);
    configuration(`${name} is ${allowed ? 'accepted' : 'refused'} at level ${level}`, async () => {
      const { code, stderr } = await checkConfiguration(...write(level, accepted[0] ?? ''));
      assert.is(code, allowed ? 0 : 1, stderr);
      if (!allowed) assert.match(stderr, `"${name}" directive is not allowed here`);
    });
  }

  configuration(`${name} twice at one level is refused`, async () => {
    const { code, stderr } = await checkConfiguration(...at('http', `${needs} ${name} ${accepted[0]}; ${name} ${accepted[0]};`));
    assert.is(code, 1);
    assert.match(stderr, `"${name}" directive is duplicate`);
  });
}

for (const [what, text, reason] of [
  ['a port inside the host', 'sigsci_agent_host tcp:127.0.0.1:8001; sigsci_agent_port 8001;', 'the port belongs into sigsci_agent_port'],
  ['a host with a path', 'sigsci_agent_host tcp:127.0.0.1/x; sigsci_agent_port 8001;', 'invalid host'],
  ['an unknown directive of the family', 'sigsci_agent_hots unix:/a;', 'unknown directive "sigsci_agent_hots"'],
] as const) {
  configuration(`${what} is refused: ${reason}`, async () => {
    const { code, stderr } = await checkConfiguration(...at('http', text));
    assert.is(code, 1);
    assert.match(stderr, reason);
  });
}

for (const [what, text] of [
  ['an IPv6 address', 'sigsci_agent_host tcp:[::1]; sigsci_agent_port 8001;'],
  ['a name', 'sigsci_agent_host tcp:localhost; sigsci_agent_port 8001;'],
  ['the port before the host', 'sigsci_agent_port 8001; sigsci_agent_host tcp:127.0.0.1;'],
  ['a port beside a socket, which it does not concern', 'sigsci_agent_port 8001; sigsci_agent_host unix:/a;'],
  ['no directive at all', ''],
] as const) {
  configuration(`${what} is accepted`, async () => {
    const { code, stderr } = await checkConfiguration(...at('http', text));
    assert.is(code, 0, stderr);
  });
}

for (const name of ['ngx_http_fastly_module.so', 'ngx_http_sigsci_nxo_module-1.17.7.so']) {
  configuration(`the module loads under the name ${name} too`, async () => {
    const { code, stderr } = await checkConfiguration(...at('http', 'sigsci_enabled on;'), name);
    assert.is(code, 0, stderr);
  });
}

configuration('the module cannot be loaded twice', async () => {
  const { code, stderr } = await checkConfiguration('', `load_module ${await moduleLibrary(libraryVariant)};`);
  assert.is(code, 1);
  assert.match(stderr, 'module "ngx_http_sigsci_module" is already loaded');
});

configuration.run();
