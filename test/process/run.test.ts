import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as assert from 'uvu/assert';
import { UserError } from '../../tools/errors.ts';
import { run } from '../../tools/process/run.ts';
import { suite } from '../support/suite.ts';

const running = suite('running a program');

running('returns both streams and the exit code', async () => {
  const result = await run(['sh', '-c', 'cat; echo trouble >&2; exit 3'], { input: 'hello' });
  assert.equal(result, { code: 3, stdout: 'hello', stderr: 'trouble\n', timedOut: false });
});

running('hands over the output while the program still runs', async () => {
  const seen: string[] = [];
  const stop = new AbortController();
  const onOutput = (text: string): void => {
    seen.push(text);
    stop.abort();
  };
  await run(['sh', '-c', 'echo first; sleep 60'], { onOutput, signal: stop.signal }).catch(() => undefined);
  assert.equal(seen, ['first\n']);
});

running('says 128 + the number of the signal that ended the program', async () => {
  assert.is((await run(['sh', '-c', 'kill -KILL $$'])).code, 137);
});

running('ends a program that takes too long and says so', async () => {
  const result = await run(['sleep', '60'], { seconds: 0.1 });
  assert.ok(result.timedOut);
  assert.is(result.code, 143);
});

running('ends the children of the program too when it is interrupted', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'sigsci-run-'));
  const stop = new AbortController();
  const pidFile = join(folder, 'pid');
  const script = `sleep 60 >/dev/null 2>&1 & echo $! > ${pidFile}; echo ready; wait`;
  const error = await run(['sh', '-c', script], { signal: stop.signal, onOutput: () => stop.abort() }).catch((reason) => reason);
  const child = Number(readFileSync(pidFile, 'utf8'));
  await rm(folder, { recursive: true });
  assert.is(error.name, 'AbortError');
  assert.not.ok(isRunning(child), 'the grandchild lives on');
});

running('starts nothing when it was interrupted before', async () => {
  const error = await run(['sh', '-c', 'echo started'], { signal: AbortSignal.abort() }).catch((reason) => reason);
  assert.is(error.name, 'AbortError');
});

running('tells the user which program is missing', async () => {
  const error = await run(['/nowhere/helm']).catch((reason) => reason);
  assert.instance(error, UserError);
  assert.match(error.message, 'helm not found (/nowhere/helm)');
});

running('tells the user that a file may not be run', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'sigsci-run-'));
  await writeFile(join(folder, 'helm'), '#!/bin/sh\n', { mode: 0o644 });
  const error = await run([join(folder, 'helm')]).catch((reason) => reason);
  await rm(folder, { recursive: true });
  assert.instance(error, UserError);
  assert.match(error.message, 'may not be run');
});

/** A zombie has ended: only its parent has not looked yet. */
function isRunning(pid: number): boolean {
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}

running.run();
