import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as assert from 'uvu/assert';
import { attempt } from '../../ci/toolchain/run.ts';
import { skip } from '../support/skip.ts';
import { suite } from '../support/suite.ts';
import { call, launchReady } from './running-agent.ts';
import type { RunningAgent } from './running-agent.ts';

// No source says what the vendor's agent does on a full volume. Assumed: it goes on.
const full = suite<{ work: string }>('the agent double on a full volume');
full.before.each(async (context) => void (context.work = mkdtempSync(join(tmpdir(), 'agent-full-'))));
full.after.each(({ work }) => rmSync(work, { recursive: true, force: true }));

const possible = (await attempt(['unshare', '--mount', 'true']).catch(() => ({ code: 1 }))).code === 0;

/** Starts the double with all its files on a volume of 64 KiB, in a mount namespace of its own; `before` is a shell command. */
async function onSmallVolume(work: string, before = 'true'): Promise<{ agent: RunningAgent; volume: string }> {
  const volume = join(work, 'volume');
  mkdirSync(volume);
  const script = `mount -t tmpfs -o size=64k none ${volume}; cd ${volume}; ${before}; exec "$@"`;
  const files = { SIGSCI_SHARED_CACHE_DIR: `${volume}/cache`, SIGSCI_STARTUP_PROBE_FILEPATH: `${volume}/ready`, DOUBLE_COMMAND_FILE: `${volume}/double-command`, SIGSCI_RPC_ADDRESS: `${volume}/s` };
  const agent = await launchReady(files, ['unshare', '--mount', 'sh', '-c', script, 'sh']);
  return { agent, volume: `/proc/${agent.process.pid}/root${volume}` };
}

async function answers(volume: string): Promise<void> {
  const [, , error, result] = await call({ path: `${volume}/s` }, 'RPC.PreRequest', { URI: '/?q=<script>', Method: 'GET', HeadersIn: [] });
  assert.equal([error, (result as { WAFResponse: number }).WAFResponse], [null, 406]);
}

full('starts, and says what it could not write', async ({ work }) => {
  if (!possible) return skip('mounting a small volume needs root and mount namespaces');
  const { agent, volume } = await onSmallVolume(work, 'dd if=/dev/zero of=fill bs=4k 2>/dev/null || true');
  await answers(volume);
  const { stderr } = agent.output();
  assert.match(stderr, /SIGSCI_SHARED_CACHE_DIR: .*ENOSPC; going on with an empty cache/);
  assert.match(stderr, /SIGSCI_STARTUP_PROBE_FILEPATH: .*ENOSPC; going on without/);
  assert.is(await agent.stop(), 0);
});

full('that fills up later goes on, obeys when there is room again, and stops in order', async ({ work }) => {
  if (!possible) return skip('mounting a small volume needs root and mount namespaces');
  const { agent, volume } = await onSmallVolume(work);
  assert.is(readFileSync(`${volume}/ready`, 'utf8'), 'ready\n');
  assert.throws(() => writeFileSync(`${volume}/fill`, Buffer.alloc(100_000)), /ENOSPC/);
  await answers(volume);
  assert.throws(() => writeFileSync(`${volume}/double-command`, 'close\n'), /ENOSPC/);
  await new Promise((resolve) => setTimeout(resolve, 250));
  await answers(volume);
  rmSync(`${volume}/fill`);
  writeFileSync(`${volume}/double-command`, 'normal\n');
  await agent.record('command', ({ command }) => command === 'normal');
  assert.is(await agent.stop(), 0);
});

full.run();
