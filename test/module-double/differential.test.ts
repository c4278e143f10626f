import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { connect as connectSecurely } from 'node:tls';
import type { SecureVersion } from 'node:tls';
import * as assert from 'uvu/assert';
import { freePort } from '../agent-double/running-agent.ts';
import type { WireValue } from '../agent-double/wire-value.ts';
import { suite } from '../support/suite.ts';
import { startBackend } from './backend.ts';
import type { Application } from './backend.ts';
import { startNginx } from './nginx.ts';
import type { Nginx } from './nginx.ts';
import { startAgent } from './scripted-agent.ts';
import type { AgentCall, Script, ScriptedAgent } from './scripted-agent.ts';
import { patience } from './stage.ts';
import { temporaryFolder } from './temporary-folder.ts';
import { startVendorServer } from './vendor-server.ts';

/** Fields whose values differ by nature, each with its reason. Their formats are compared all the same. */
const differs: Record<string, string> = {
  ModuleVersion: 'each module names itself',
  ServerVersion: 'each server names itself',
  Timestamp: 'the clock',
  NowMillis: 'the clock',
  ResponseMillis: 'the clock',
};

/** Response headers that the two servers write of their own accord, not the application. */
const serversOwn: Record<string, string> = {
  date: 'the clock',
  server: 'only nginx has it',
  connection: 'hop by hop: nginx writes it later than it can be read',
  'keep-alive': 'hop by hop',
};

const application: Application = ({ url }, response) => {
  const status = Number(/status=(\d+)/.exec(url)?.[1] ?? 200);
  const text = 'x'.repeat(Number(/size=(\d+)/.exec(url)?.[1] ?? 20));
  response.writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8', 'Content-Length': text.length, 'X-Shop': 'open', 'Set-Cookie': ['a=1', 'b=2'], 'X-Empty': '' });
  response.end(text);
};

interface World {
  readonly agents: { vendor: ScriptedAgent; module: ScriptedAgent };
  readonly plain: { vendor: number; module: number };
  readonly secure: { vendor: number; module: number };
  close(): Promise<void>;
}

async function openWorld(): Promise<World> {
  const folder = temporaryFolder('differential');
  const file = (name: string): string => join(folder, name);
  execFileSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', file('key'), '-out', file('cert'), '-days', '2', '-subj', '/CN=shop.example'], { stdio: 'ignore' });
  const tls = { key: readFileSync(file('key'), 'utf8'), cert: readFileSync(file('cert'), 'utf8') };
  const agents = { vendor: await startAgent(file('vendor.sock')), module: await startAgent(file('module.sock')) };
  const backend = await startBackend(application);
  const vendors = [await startVendorServer(file('vendor.sock'), application), await startVendorServer(file('vendor.sock'), application, tls)] as const;
  const ports = [await freePort(), await freePort()] as const;
  const listen = `listen 127.0.0.1:${ports[0]}; listen 127.0.0.1:${ports[1]} ssl; ssl_certificate ${file('cert')}; ssl_certificate_key ${file('key')}; ssl_protocols TLSv1.2 TLSv1.3;`;
  const location = `large_client_header_buffers 8 64k; location / { proxy_http_version 1.1; proxy_pass http://127.0.0.1:${backend.port}; }`;
  const nginx: Nginx = await startNginx(ports[0], `sigsci_agent_host unix:${file('module.sock')}; ${patience} server { ${listen} ${location} }`);
  const close = async (): Promise<void> => {
    await nginx.stop();
    for (const part of [...vendors, backend, agents.vendor, agents.module]) await part.close();
  };
  return { agents, plain: { vendor: vendors[0].port, module: ports[0] }, secure: { vendor: vendors[1].port, module: ports[1] }, close };
}

/** Sends the bytes of one request and waits for the server to close. */
function exchange(port: number, bytes: Buffer, version?: SecureVersion): Promise<string> {
  const tls = version && { minVersion: version, maxVersion: version, rejectUnauthorized: false, servername: 'shop.example' };
  const socket = tls ? connectSecurely({ host: '127.0.0.1', port, ...tls }) : connect(port, '127.0.0.1');
  let text = '';
  return new Promise((resolve, reject) => {
    socket.setEncoding('latin1').on('data', (part: string) => (text += part));
    socket.on('close', () => resolve(text)).on('error', reject);
    socket.write(bytes);
  });
}

interface Told {
  readonly vendor: AgentCall[];
  readonly module: AgentCall[];
}

/** What both modules tell their agents about the same request, PreRequest first, then the report that `report` names. */
async function tell(world: World, request: Buffer, script: Script, report?: string, version?: SecureVersion): Promise<Told> {
  const told = { vendor: [] as AgentCall[], module: [] as AgentCall[] };
  for (const side of ['vendor', 'module'] as const) {
    const agent = world.agents[side];
    agent.script = script;
    await exchange((version ? world.secure : world.plain)[side], request, version);
    for (const method of ['RPC.PreRequest', ...(report ? [report] : [])]) told[side].push(await agent.next(method));
  }
  return told;
}

const plainValue = (value: WireValue | undefined): unknown => (Array.isArray(value?.value) ? (value.value as WireValue[]).map((item) => plainValue(item)) : value?.value);

/** HeadersOut without the vendor's status line and without what the servers write themselves, in one order. */
function applicationHeaders(value: WireValue | undefined): string[][] {
  const headers = plainValue(value) as [string, string][];
  return headers
    .filter(([name]) => !name.startsWith('HTTP/') && !(name.toLowerCase() in serversOwn))
    .sort(([a, x], [b, y]) => `${a}:${x}`.localeCompare(`${b}:${y}`));
}

function compare({ vendor, module }: Told, alsoDiffers: Record<string, string> = {}): void {
  assert.equal(module.map((call) => call.method), vendor.map((call) => call.method));
  for (const [index, call] of vendor.entries()) {
    const other = module[index];
    assert.equal([...(other?.wire.keys() ?? [])], [...call.wire.keys()], `fields of ${call.method}`);
    for (const [name, value] of call.wire) compareField(`${call.method} ${name}`, name, value, other?.wire.get(name), { ...differs, ...alsoDiffers });
  }
}

function compareField(where: string, name: string, vendor: WireValue, module: WireValue | undefined, except: Record<string, string>): void {
  if (name in except) return assert.is(family(module), family(vendor), `format of ${where}`);
  if (name === 'HeadersOut') return assert.equal(applicationHeaders(module), applicationHeaders(vendor), where);
  assert.equal(module, vendor, where);
}

/** Times and sizes may take integers of different widths; a text stays a text. */
function family(value: WireValue | undefined): string {
  return /str|int|array|map|nil|bin|float/.exec(value?.format ?? '')?.[0] ?? 'nothing';
}

const head = (line: string, ...headers: string[]): Buffer => Buffer.from(`${[line, ...headers].join('\r\n')}\r\n\r\n`);
const get = (path: string, ...headers: string[]): Buffer => head(`GET ${path} HTTP/1.1`, 'Host: shop.example', ...headers, 'Connection: close');
const post = (type: string, body: string | Buffer, method = 'POST'): Buffer =>
  Buffer.concat([head(`${method} /form?status=200 HTTP/1.1`, 'Host: shop.example:8080', `Content-Type: ${type}`, `Content-Length: ${Buffer.byteLength(body)}`, 'Connection: close'), Buffer.from(body)]);
const form = (length: number): Buffer => post('application/x-www-form-urlencoded', 'a='.padEnd(length, 'x'));

const requests: Record<string, Buffer> = {
  'a plain GET': get('/'),
  'a query with percent-encoding, kept as it is': get('/a%2Fb/../c?q=%3Cscript%3E&x=%zz&empty=#'),
  'a path of 5,000 letters': get(`/${'p'.repeat(5000)}`),
  'repeated headers in mixed case': get('/', 'X-Colour: red', 'x-colour: blue', 'COOKIE: a=1', 'Cookie: b=2', 'X-Forwarded-For: 192.0.2.1, 192.0.2.2'),
  'empty values and values in blanks': get('/', 'X-Empty:', 'X-Blank:   spaced out   '),
  'forged headers of the WAF': get('/', 'X-SigSci-Tags: NONE', 'x-sigsci-agentresponse: 200'),
  '13 headers, with Host and Connection 15': get('/', ...Array.from({ length: 13 }, (_, index) => `X-H${index}: v`)),
  '14 headers, with Host and Connection 16': get('/', ...Array.from({ length: 14 }, (_, index) => `X-H${index}: v`)),
  '90 headers': get('/', ...Array.from({ length: 90 }, (_, index) => `X-H${index}: v`)),
  'values of 31, 32, 255, 256 and 8,000 letters': get('/', ...[31, 32, 255, 256, 8000].map((length) => `X-L${length}: ${'v'.repeat(length)}`)),
  'HEAD': head('HEAD /page HTTP/1.1', 'Host: shop.example', 'Connection: close'),
  'OPTIONS': head('OPTIONS /page HTTP/1.1', 'Host: shop.example', 'Connection: close'),
  'DELETE': head('DELETE /page HTTP/1.1', 'Host: shop.example', 'Connection: close'),
  'PROPFIND': head('PROPFIND /page HTTP/1.1', 'Host: shop.example', 'Connection: close'),
  'HTTP/1.0 with a Host header': head('GET /old HTTP/1.0', 'Host: shop.example'),
  'HTTP/1.0 without a Host header': head('GET /old HTTP/1.0', 'X-Any: thing'),
  'an upgrade to WebSocket': get('/', 'Upgrade: websocket', 'Sec-WebSocket-Key: x'),
  'a form': form(20),
  'JSON': post('application/json', '{"q":"<script>","ä":"€"}'),
  'JSON by PUT': post('application/problem+json; charset=utf-8', '{}', 'PUT'),
  'JSON by PATCH': post('text/json', '[1]', 'PATCH'),
  'XML': post('text/xml', '<a/>'),
  'multipart': post('multipart/form-data; boundary=b', '--b\r\nContent-Disposition: form-data; name="f"; filename="x.php"\r\n\r\n<?php\r\n--b--\r\n'),
  'GraphQL': post('application/graphql', '{ shop { name } }'),
  'a type that is not shown': post('image/png', 'not really'),
  'a body of no length': post('application/json', ''),
  'chunks': Buffer.concat([head('POST /form HTTP/1.1', 'Host: shop.example', 'Content-Type: application/json', 'Transfer-Encoding: chunked', 'Connection: close'), Buffer.from('2\r\n{}\r\n0\r\n\r\n')]),
  ...Object.fromEntries([1, 31, 32, 255, 256, 65_535, 65_536, 99_999, 100_001].map((length) => [`a form of ${length} bytes`, form(length)])),
};

const passes: Script = () => ({ WAFResponse: 200, RequestHeaders: [] });
const remembers: Script = () => ({ WAFResponse: 200, RequestID: '5f3e0123456789abcdef0123', RequestHeaders: [['X-SigSci-Tags', 'A']] });
const blocks: Script = () => ({ WAFResponse: 406, RequestID: '5f3e0123456789abcdef0123', RequestHeaders: [] });

const same = suite<World>("the module says what the vendor's npm client says");

same.before(async (context) => void Object.assign(context, await openWorld()));
same.after(async (world) => world.close());

for (const [what, request] of Object.entries(requests)) {
  same(`${what}: PreRequest and UpdateRequest`, async (world) => {
    compare(await tell(world, request, remembers, 'RPC.UpdateRequest'));
  });
}

for (const [what, path] of [['a status of 404', '/?status=404'], ['a redirect', '/?status=302'], ['an error', '/?status=500'], ['more than 524,288 bytes', '/?size=524289']] as const) {
  same(`${what} without RequestID: PostRequest`, async (world) => {
    compare(await tell(world, get(path, 'X-SigSci-Tags: NONE'), passes, 'RPC.PostRequest'));
  });
}

same('a block: UpdateRequest', async (world) => {
  const ownPages = { HeadersOut: 'each server has its own page for a block', ResponseSize: 'of its own length' };
  compare(await tell(world, form(40), blocks, 'RPC.UpdateRequest'), ownPages);
});

for (const version of ['TLSv1.2', 'TLSv1.3'] as const) {
  same(`over ${version}: the same scheme, protocol and cipher`, async (world) => {
    const told = await tell(world, get('/secure'), remembers, 'RPC.UpdateRequest', version);
    compare(told);
    assert.is(told.module[0]?.fields['TLSProtocol'], version);
  });
}

same.run();

/** Where the two differ on purpose: what the vendor's client says, and what the module says (reasons in the README). */
const known = suite<World>('known differences');

known.before(async (context) => void Object.assign(context, await openWorld()));
known.after(async (world) => world.close());

const latin1 = Buffer.concat([Buffer.from('GET / HTTP/1.1\r\nHost: shop.example\r\nConnection: close\r\nX-Name: J'), Buffer.from([0xfc]), Buffer.from('rgen\r\n\r\n')]);

const body = (told: Told): unknown[] => [told.vendor, told.module].map(([call]) => call?.wire.get('PostBody')?.value);
const differences: Record<string, [Buffer, (told: Told) => unknown[], unknown[]]> = {
  'a body of exactly the limit is shown by the module only': [form(100_000), (told) => body(told).map((text) => String(text).length), [0, 100_000]],
  'a body of DELETE is shown by the module only': [post('application/json', '{"a":1}', 'DELETE'), body, ['', '{"a":1}']],
  'a gRPC body is shown by the module only': [post('application/grpc', 'proto'), body, ['', 'proto']],
  'a body without a type is shown by the module only': [Buffer.concat([head('POST / HTTP/1.1', 'Host: h', 'Content-Length: 4', 'Connection: close'), Buffer.from('body')]), body, ['', 'body']],
  'bytes that are no UTF-8 stay as they are in the module': [post('application/json', Buffer.from([0x22, 0xff, 0x22])), body, ['"\xef\xbf\xbd"', '"\xff"']],
  'a Latin-1 letter in a header stays one byte in the module': [latin1, ({ vendor, module }) => [vendor, module].map(([call]) => (plainValue(call?.wire.get('HeadersIn')) as string[][]).find(([name]) => name === 'X-Name')?.[1]), ['J\xc3\xbcrgen', 'J\xfcrgen']],
  'of an absolute request target nginx keeps the path only': [get('http://shop.example/abs?x=1'), ({ vendor, module }) => [vendor, module].map(([call]) => call?.fields['URI']), ['http://shop.example/abs?x=1', '/abs?x=1']],
};

for (const [what, [request, pick, expected]] of Object.entries(differences)) {
  known(what, async (world) => {
    assert.equal(pick(await tell(world, request, remembers)), expected);
  });
}

known("the vendor's HeadersOut begins with the status line, the module's does not", async (world) => {
  const told = await tell(world, get('/'), remembers, 'RPC.UpdateRequest');
  assert.equal(told.vendor[1]?.fields['HeadersOut'][0], ['HTTP/1.1 200 OK', '']);
  assert.not.ok(told.module[1]?.fields['HeadersOut'].some(([name]: string[]) => name?.startsWith('HTTP/')));
});

known.run();
