import { execFile } from 'node:child_process';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';

/** The bytes of the chart's schema. */
export async function schemaSize(chart: string): Promise<number> {
  return (await stat(join(chart, 'values.schema.json'))).size;
}

/**
 * The bytes that a release of the chart's defaults takes in its Secret: Helm stores the release, chart and schema
 * included, as JSON through gzip and base64 (https://github.com/helm/helm/blob/v4.1.4/pkg/storage/driver/util.go).
 */
export async function releaseSize(helm: string, chart: string): Promise<number> {
  const args = ['install', 'bench', chart, '--dry-run=client', '--output', 'json'];
  const { stdout } = await promisify(execFile)(helm, args, { maxBuffer: 1 << 28 });
  const release = JSON.parse(stdout) as { chart?: { templates?: unknown[] } };
  if (!release.chart?.templates?.length) throw new Error('helm install --output json no longer carries the chart');
  return Buffer.from(gzipSync(JSON.stringify(release), { level: 9 }).toString('base64')).length;
}
