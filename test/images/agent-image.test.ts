import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as assert from 'uvu/assert';
import { attempt, run } from '../../ci/toolchain/run.ts';
import { eventually } from '../agent-double/eventually.ts';
import { call } from '../agent-double/running-agent.ts';
import { agentImage } from '../doubles/agent/image.ts';
import { skip } from '../support/skip.ts';
import { suite } from '../support/suite.ts';
import { unpackImage } from '../support/unpack-image.ts';

const image = suite('image of the agent double');
const work = mkdtempSync(join(tmpdir(), 'agent-image-'));
const root = join(work, 'root');
const asRoot = process.getuid?.() === 0;
const keys = { SIGSCI_ACCESSKEYID: 'a', SIGSCI_SECRETACCESSKEY: 'b' };
let config: { User: string; Entrypoint: string[]; Env: string[] };

image.before(async () => {
  process.env['XDG_CACHE_HOME'] = join(work, 'cache');
  if (!asRoot) return;
  const { archive } = await agentImage();
  config = await unpackImage(archive, work, root);
});
image.after(() => rmSync(work, { recursive: true, force: true }));

function needsRoot(title: string, check: () => Promise<void>): void {
  image(title, async () => (asRoot ? check() : skip(`${title}: building and entering the image needs root`)));
}

function environment(extra: Record<string, string> = {}): Record<string, string> {
  return { ...Object.fromEntries(config.Env.map((entry) => entry.split(/=(.*)/s).slice(0, 2) as [string, string])), ...extra };
}

needsRoot('is built twice to the same bytes, and once while its sources stay', async () => {
  const first = await agentImage();
  assert.is(first.name, 'sigsci.lab/signalsciences/sigsci-agent:4.84.0');
  const written = statSync(first.archive).mtimeMs;
  assert.is((await agentImage()).archive, first.archive);
  assert.is(statSync(first.archive).mtimeMs, written);
  process.env['XDG_CACHE_HOME'] = join(work, 'other-cache');
  const second = await agentImage();
  process.env['XDG_CACHE_HOME'] = join(work, 'cache');
  assert.is.not(second.archive, first.archive);
  assert.ok(readFileSync(second.archive).equals(readFileSync(first.archive)));
});

needsRoot("belongs to the named user sigsci, with the vendor's layout and modes", async () => {
  assert.equal([config.User, config.Entrypoint], ['sigsci', ['/sigsci/bin/sigsci-agent']]);
  assert.match(readFileSync(join(root, 'etc/passwd'), 'utf8'), /^sigsci:x:100:101:/m);
  const seen = ['/sigsci', '/sigsci/bin', '/sigsci/tmp', '/sigsci/bin/sigsci-agent', '/sigsci/bin/node'].map((path) => {
    const { mode, uid, gid } = statSync(join(root, path));
    return [(mode & 0o7777).toString(8), uid, gid].join(' ');
  });
  assert.equal(seen, ['500 100 101', '700 100 101', '700 100 101', '500 100 101', '500 100 101']);
});

needsRoot('its program starts as sigsci and as no other user', async () => {
  const start = (user: string) => attempt(['chroot', `--userspec=${user}`, root, ...config.Entrypoint, '--version'], { env: environment() });
  assert.match((await start('100:101')).stdout, /^4\.84\.0/);
  const other = await start('101:82');
  assert.is(other.code, 126);
  assert.match(other.stderr, /Permission denied/);
});

needsRoot('has sleep for the preStop hook', async () => {
  assert.is((await attempt(['chroot', '--userspec=100:101', root, '/bin/sleep', '0'])).code, 0);
});

needsRoot('lets its user do with a shell what tests of faults need, and nothing outside its volume', async () => {
  const inside = (script: string) => attempt(['chroot', '--userspec=100:101', root, '/bin/sh', '-ec', script]);
  const { code, stdout, stderr } = await inside(`cd /sigsci/tmp
    echo hang > double-command; cat double-command; /bin/mv double-command other; /bin/touch more
    /bin/dd if=/sigsci/bin/sigsci-agent of=fill bs=1024 count=4 status=none; /bin/ls
    /bin/rm other more fill; /bin/df --version | read -r first; /bin/sh -c '/bin/kill -9 $$' || printf 'killed %s' $?`);
  assert.equal([code, stdout.trim().split(/\s+/)], [0, ['hang', 'fill', 'more', 'other', 'killed', '137']], stderr);
  assert.is.not((await inside('echo x > /sigsci/note')).code, 0);
});

/** Enters the image with a read-only root; the folder `volume` stands for the emptyDir at /sigsci/tmp, unless it is undefined. */
function enter(volume: string | undefined, extra: Record<string, string>) {
  const mounts = [
    `mount --bind ${root} ${root}`,
    ...(volume ? [`mount --bind ${volume} ${root}/sigsci/tmp`] : []),
    `mount -o remount,ro,bind ${root}`,
    `exec chroot --userspec=100:101 ${root} ${config.Entrypoint.join(' ')}`,
  ];
  const child = spawn('unshare', ['--mount', 'sh', '-ec', mounts.join('\n')], { env: environment({ ...keys, ...extra }) });
  let talk = '';
  child.stderr.setEncoding('utf8').on('data', (part: string) => (talk += part));
  return { child, closed: once(child, 'close'), talk: () => talk };
}

needsRoot('works on a read-only root with only /sigsci/tmp writable', async () => {
  const volume = join(work, 'volume');
  mkdirSync(volume);
  await run(['chmod', '777', volume]);
  const { child, closed, talk } = enter(volume, {});
  await eventually('start', () => talk().includes('rules loaded') || child.exitCode !== null);
  if (/(unshare|mount):/.test(talk())) return skip(`no mount namespace here: ${talk().trim()}`);
  const [, , error, result] = await call({ path: join(volume, 'sigsci.sock') }, 'RPC.PreRequest', { URI: '/?q=../../etc/passwd' });
  assert.equal([error, (result as { WAFResponse: number }).WAFResponse], [null, 406]);
  assert.ok(statSync(join(volume, 'cache/rules.json')).isFile());
  let record = '';
  child.stdout.setEncoding('utf8').on('data', (part: string) => (record += part));
  writeFileSync(join(volume, 'double-command'), 'hang for 100ms\n');
  await eventually('command', () => ['hang', 'normal'].every((command) => record.includes(`"event":"command","command":"${command}"`)));
  child.kill('SIGTERM');
  assert.equal(await closed, [0, null]);
});

needsRoot('ends with one line when its root is read-only and it has no volume', async () => {
  const { closed, talk } = enter(undefined, {});
  const [code] = await closed;
  if (/(unshare|mount):/.test(talk())) return skip(`no mount namespace here: ${talk().trim()}`);
  assert.is(code, 1, talk());
  assert.match(talk(), /SIGSCI_SHARED_CACHE_DIR: \/sigsci\/tmp\/cache cannot be written: EROFS; mount a writable volume/);
});

image.run();
