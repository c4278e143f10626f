import { join } from 'node:path';
import { cached } from './cache.ts';
import { unpackPackage } from './debian.ts';

/**
 * The path of Prometheus' `promtool`, in Debian's version: its Go module brings the clients of every cloud that Prometheus
 * can discover, and takes two cores more than ten minutes to build.
 */
export async function promtool(): Promise<string> {
  return join(await cached('promtool', fetchPromtool), 'usr/bin/promtool');
}

async function fetchPromtool(folder: string): Promise<void> {
  process.stderr.write('fetching promtool ...\n');
  await unpackPackage('prometheus', folder);
}
