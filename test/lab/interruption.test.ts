import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import * as assert from 'uvu/assert';
import { suite } from '../support/suite.ts';
import { labCommand, startUntil } from './support/lab-command.ts';
import { pidOf } from './support/pid-of.ts';
import { changes, picture } from './support/picture.ts';

const name = 't-broken';
const folder = `/var/lib/sigsci-lab/${name}`;
const test = suite('a lab that was interrupted');
let before: string[] = [];

test.before(async () => {
  await labCommand(['down', '--name', name]);
  before = await picture([name]);
});

test.after(async () => {
  await labCommand(['down', '--name', name]);
});

async function assertNothingLeft(): Promise<void> {
  assert.equal(changes(before, await picture([name])), []);
}

test('leaves nothing after Ctrl-C halfway', async () => {
  const { child, ended } = await startUntil('certificates and settings\n', ['up', '--name', name]);
  child.kill('SIGINT');
  assert.is(await ended, 130);
  await assertNothingLeft();
});

test('is removed by lab:down after the process that built it was killed', async () => {
  const { child, ended } = await startUntil('certificates and settings\n', ['up', '--name', name]);
  child.kill('SIGKILL');
  assert.is(await ended, 'SIGKILL');
  assert.ok(existsSync(folder));
  assert.is((await labCommand(['down', '--name', name])).code, 0);
  await assertNothingLeft();
});

test('is built anew by lab:up after the process that built it was killed', async () => {
  const { child, ended } = await startUntil('API server and controllers\n', ['up', '--name', name]);
  child.kill('SIGKILL');
  await ended;
  assert.is((await labCommand(['status', '--name', name])).code, 1);
  const { code, stdout } = await labCommand(['up', '--name', name]);
  assert.is(code, 0);
  assert.match(stdout, /lab t-broken: up/);
});

test('is attached to, not built again, while it runs', async () => {
  const { code, stderr } = await labCommand(['up', '--name', name]);
  assert.is(code, 0);
  assert.not.match(stderr, /API server/);
  const { code: status } = await labCommand(['status', '--name', name]);
  assert.is(status, 0);
});

test('is named as damaged when one of its programs has ended, and lab:up builds it anew', async () => {
  process.kill(await pidOf(`${folder}/Corefile`), 'SIGKILL');
  const status = await labCommand(['status', '--name', name]);
  assert.is(status.code, 1);
  assert.match(status.stdout, /not running: coredns\)/);
  assert.is((await labCommand(['up', '--name', name])).code, 0);
});

test('takes the commands that run in it along', async () => {
  const visitor = spawn(process.execPath, ['--import', 'tsx', 'ci/lab/main.ts', 'exec', '--name', name, 'sh', '-c', 'echo inside; exec sleep 1000'], { stdio: ['ignore', 'pipe', 'inherit'] });
  await once(visitor.stdout, 'data');
  const ended = once(visitor, 'close');
  assert.is((await labCommand(['down', '--name', name])).code, 0);
  assert.is.not((await ended)[0], 0);
  await assertNothingLeft();
});

test('is removed when its folder is all that a reboot has left', async () => {
  await mkdir(`${folder}/logs`, { recursive: true });
  await writeFile(`${folder}/lab.json`, JSON.stringify({ namespace: `sigsci-lab-${name}` }));
  await writeFile(`${folder}/init`, '1 1 of-another-boot\n');
  await writeFile(`${folder}/ready`, '');
  assert.is((await labCommand(['status', '--name', name])).code, 1);
  assert.is((await labCommand(['down', '--name', name])).code, 0);
  await assertNothingLeft();
});

test.run();
