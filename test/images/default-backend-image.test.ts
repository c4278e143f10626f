import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as assert from 'uvu/assert';
import { parse } from 'yaml';
import { eventually } from '../agent-double/eventually.ts';
import { defaultBackendImage } from '../doubles/default-backend/image.ts';
import { skip } from '../support/skip.ts';
import { suite } from '../support/suite.ts';
import { unpackImage } from '../support/unpack-image.ts';

const image = suite("image of the default backend's double");
const work = mkdtempSync(join(tmpdir(), 'default-backend-image-'));
const root = join(work, 'root');
const asRoot = process.getuid?.() === 0;
const defaults = parse(readFileSync('chart/values.yaml', 'utf8')).defaultBackend;
let name: string;
let config: { User: string; Cmd: string[] };

image.before(async () => {
  if (!asRoot) return;
  const built = await defaultBackendImage();
  name = built.name;
  config = await unpackImage(built.archive, work, root);
});
image.after(() => rmSync(work, { recursive: true, force: true }));

function needsRoot(title: string, check: () => Promise<void>): void {
  image(title, async () => (asRoot ? check() : skip(`${title}: building and entering the image needs root`)));
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}

needsRoot("is called like the chart's default behind the lab's registry", async () => {
  assert.is(name, `sigsci.lab/${defaults.image.image}:${defaults.image.tag}`);
});

needsRoot("as the chart's user it answers probes with 200, and other requests with the status that they tell, or 404", async () => {
  const port = await freePort();
  const { runAsUser, runAsGroup } = defaults.image;
  const double = spawn('chroot', [`--userspec=${runAsUser}:${runAsGroup}`, root, ...config.Cmd], { env: { PATH: '/usr/sbin:/usr/bin', PORT: String(port) }, stdio: 'inherit' });
  const status = async (path: string, headers: Record<string, string> = {}): Promise<number> => (await fetch(`http://127.0.0.1:${port}${path}`, { headers })).status;
  try {
    await eventually('an answer', async () => (await status('/healthz').catch(() => 0)) === 200);
    assert.is(await status('/anything'), 404);
    assert.is(await status('/anything', { 'x-code': '503' }), 503);
  } finally {
    double.kill();
    await once(double, 'exit');
  }
});

image.run();
