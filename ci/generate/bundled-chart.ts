import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { subchartsOf } from '../../tools/chart/subcharts.ts';
import { readValues } from '../../tools/values/read-values.ts';
import { banner } from './banner.ts';
import type { Generator } from './generator.ts';
import { writeAtomically } from './write.ts';

const output = 'tools/chart/bundled-chart.gen.ts';
const digestsFile = 'chart/files/upstream-digests.txt';
const schemaFile = 'chart/values.schema.json';

/** What lint knows of the chart without its folder: the defaults as text (for places) and as data (for speed), known digests, and its schema by sight. */
export const bundledChartGenerator: Generator = {
  name: 'chart inside the bundle',
  sources: ['chart/values.yaml', 'chart/charts', digestsFile, schemaFile],
  outputs: [output],
  async run(root) {
    const text = await readFile(join(root, 'chart/values.yaml'), 'utf8');
    const digests = (await readFile(join(root, digestsFile), 'utf8')).match(/sha256:[0-9a-f]{64}/g) ?? [];
    const schemaDigest = createHash('sha256').update(await readFile(join(root, schemaFile))).digest('hex');
    const lines = [
      `// ${banner('chart/values.yaml, chart/values.schema.json, chart/charts and chart/files')}`,
      `export const bundledDefaultsText: string = ${quoted(text)};`,
      `export const bundledDefaults: unknown = JSON.parse(${quoted(JSON.stringify(readValues(text).value))});`,
      `export const bundledSubcharts: unknown = JSON.parse(${quoted(JSON.stringify(subchartsOf(join(root, 'chart'))))});`,
      `export const bundledSchemaDigest: string = '${schemaDigest}';`,
      `export const upstreamDigests: readonly string[] = ${JSON.stringify(digests)};`,
    ];
    await writeAtomically(join(root, output), `${lines.join('\n')}\n`);
  },
};

function quoted(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'").replaceAll('\n', '\\n')}'`;
}
