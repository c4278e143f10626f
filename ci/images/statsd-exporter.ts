import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { statsdExporter } from '../pins.ts';
import { goProgram } from '../toolchain/go-program.ts';
import { builtImage } from './built-image.ts';
import type { BuiltImage } from './built-image.ts';
import { frameRoot } from './root.ts';

/** The image of the real StatsD exporter, built from its Go module, under the name that the chart's defaults give it behind the lab's registry. */
export async function statsdExporterImage(): Promise<BuiltImage> {
  const program = await goProgram('statsd-exporter', statsdExporter, 'statsd-exporter');
  return builtImage({
    name: `sigsci.lab/prom/statsd-exporter:v${statsdExporter.version}`,
    // As in the published image: https://github.com/prometheus/statsd_exporter/blob/v0.31.0/Dockerfile
    config: { user: '65534', entrypoint: ['/bin/statsd_exporter'], labels: { 'org.opencontainers.image.title': 'statsd_exporter' } },
    sources: [import.meta.filename, program],
    layers: [
      async (root) => {
        await frameRoot(root);
        await copyFile(program, join(root, 'bin', 'statsd_exporter'));
      },
    ],
  });
}
