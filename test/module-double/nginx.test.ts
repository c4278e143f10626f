/** That a test of the module cannot stand still for an nginx that does not end. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as assert from 'uvu/assert';
import { eventually } from '../agent-double/eventually.ts';
import { freePort } from '../agent-double/running-agent.ts';
import { suite } from '../support/suite.ts';
import { startNginx } from './nginx.ts';

const test = suite('nginx of the module tests');

/** A zombie has ended too: whoever inherits it may take its time. */
const ended = (pid: number): boolean => !existsSync(`/proc/${pid}`) || /^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));

test('one that does not end is killed with its workers, and the test fails', async () => {
  const port = await freePort();
  const nginx = await startNginx(port, `server { listen 127.0.0.1:${port}; return 200; }`);
  const master = readFileSync(join(nginx.folder, 'nginx.pid'), 'utf8').trim();
  const [worker] = readFileSync(`/proc/${master}/task/${master}/children`, 'utf8').trim().split(' ').map(Number);
  process.kill(worker as number, 'SIGSTOP');
  const error = await nginx.stop(1).then(() => 'none', String);
  assert.match(error, 'nginx did not end within 1 s of SIGQUIT');
  await eventually('the worker ends', () => ended(worker as number));
});

test('one that ends is none', async () => {
  const port = await freePort();
  const nginx = await startNginx(port, `server { listen 127.0.0.1:${port}; return 200; }`);
  await nginx.stop();
});

test.run();
