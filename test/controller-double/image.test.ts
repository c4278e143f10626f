/** What the chart and its users rely on in the controller's image, tried in a chroot. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as assert from 'uvu/assert';
import { attempt, run } from '../../ci/toolchain/run.ts';
import { controllerImage } from '../doubles/controller/image.ts';
import { skip } from '../support/skip.ts';
import { suite } from '../support/suite.ts';

const image = suite('image of the controller double');
const asRoot = process.getuid?.() === 0;
const work = mkdtempSync(join(tmpdir(), 'controller-image-'));
const root = join(work, 'root');
let config: { User: string; Entrypoint: string[]; Cmd: string[] };

image.before(async () => {
  if (!asRoot) return;
  const { name, archive } = await controllerImage();
  assert.is(name, 'sigsci.lab/signalsciences/sigsci-nginx-ingress-controller-chainguard:v1.15.7');
  await run(['tar', 'xf', archive, '-C', work]);
  const [manifest] = JSON.parse(readFileSync(join(work, 'manifest.json'), 'utf8'));
  mkdirSync(root);
  for (const layer of manifest.Layers) await run(['tar', 'xpf', join(work, layer), '--xattrs', '--xattrs-include=*', '-C', root]);
  config = JSON.parse(readFileSync(join(work, manifest.Config), 'utf8')).config;
});
image.after(() => rmSync(work, { recursive: true, force: true }));

function needsRoot(title: string, check: () => Promise<void>): void {
  image(title, async () => (asRoot ? check() : skip(`${title}: building and entering the image needs root`)));
}

/** Runs a command in the image as uid 101, gid 82. */
const enter = (...command: string[]) => attempt(['chroot', '--userspec=101:82', root, ...command]);

needsRoot('starts the controller under dumb-init as uid 101 and gid 82', async () => {
  assert.equal([config.User, config.Entrypoint, config.Cmd], ['www-data', ['/usr/bin/dumb-init', '--'], ['/nginx-ingress-controller']]);
  assert.match(readFileSync(join(root, 'etc/passwd'), 'utf8'), /^www-data:x:101:82:/m);
});

needsRoot('lets dumb-init, the controller and nginx bind low ports, and nothing else', async () => {
  const { stdout } = await attempt(['getcap', '-r', root]);
  const found = stdout.trim().split('\n').map((line) => line.replace(root, '')).sort();
  assert.equal(found, ['/nginx-ingress-controller', '/usr/bin/dumb-init', '/usr/sbin/nginx'].map((path) => `${path} cap_net_bind_service=ep`));
});

needsRoot('owns the folders that the controller writes', async () => {
  for (const path of ['etc/nginx', 'etc/nginx/nginx.conf', 'etc/nginx/lua', 'etc/ingress-controller/ssl', 'etc/ingress-controller/telemetry', 'tmp/nginx']) {
    assert.is(statSync(join(root, path)).uid, 101, path);
  }
});

for (const name of ['ngx_http_sigsci_module.so', 'ngx_http_fastly_module.so', 'ngx_http_sigsci_nxo_module-1.17.7.so']) {
  needsRoot(`has a module for its nginx under the name ${name}`, async () => {
    const text = `load_module /usr/lib/nginx/modules/${name};\npid /tmp/nginx.pid;\nevents {}\nhttp { sigsci_agent_host unix:/sigsci/tmp/sigsci.sock; ${temporaryPaths} }\n`;
    writeFileSync(join(root, 'tmp/module.conf'), text);
    const { code, stderr } = await enter('nginx', '-t', '-c', '/tmp/module.conf');
    assert.is(code, 0, stderr);
  });
}

needsRoot('has the modules and the Lua files that the configuration loads', async () => {
  const load = ['ndk_http', 'ngx_http_lua', 'ngx_stream'].map((name) => `load_module /usr/lib/nginx/modules/${name}_module.so;`).join(' ');
  const lua = `lua_package_path "/etc/nginx/lua/?.lua;/usr/share/lua/5.1/?.lua;;"; lua_shared_dict endpoints 1m; lua_shared_dict certificates 1m;
init_by_lua_block { require("balancer") require("certificate") }`;
  writeFileSync(join(root, 'tmp/loads.conf'), `${load}\npid /tmp/nginx.pid;\nevents {}\nhttp { ${lua} ${temporaryPaths} }\nstream {}\n`);
  const { code, stderr } = await enter('nginx', '-t', '-c', '/tmp/loads.conf');
  assert.is(code, 0, stderr);
});

const temporaryPaths = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => `${name}_temp_path /tmp/${name};`).join(' ');

needsRoot('has the shell tools that hooks and helm test use', async () => {
  const used = 'for name in sleep cat cp mkdir pkill diff nginx /wait-shutdown /nginx-ingress-controller; do command -v "$name" || exit 1; done; sleep 0; diff /etc/passwd /etc/passwd';
  const { code, stdout, stderr } = await enter('bash', '-ec', used);
  assert.is(code, 0, stdout + stderr);
});

needsRoot('has a bash that opens TCP connections', async () => {
  const { stderr } = await enter('bash', '-c', 'exec 3<>/dev/tcp/127.0.0.1/1');
  assert.match(stderr, 'Connection refused');
});

needsRoot('refuses an unknown flag and tells its version', async () => {
  const refused = await enter('/nginx-ingress-controller', '--shutdown-grace=5');
  assert.is(refused.code, 2);
  assert.match(refused.stderr, 'unknown flag: --shutdown-grace');
  const told = await enter('/nginx-ingress-controller', '--version');
  assert.equal([told.code, /v1\.15\.7/.test(told.stdout)], [0, true]);
});

image.run();
