import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { bundle } from '../../tools/schema/bundle.ts';
import { chartCopy, lintCopy, richCopy } from '../../tools/schema/copies.ts';
import { documentedValues } from '../../tools/schema/documented-values.ts';
import type { JsonSchema } from '../../tools/schema/json-schema.ts';
import { portabilityFaults } from '../../tools/schema/portability.ts';
import { readSources } from '../../tools/schema/sources.ts';
import { banner } from './banner.ts';
import type { Generator } from './generator.ts';
import { writeAtomically } from './write.ts';

const chartFile = 'chart/values.schema.json';
const lintFile = 'tools/schema/lint-schema.gen.ts';
const richFile = 'tools/schema/rich-schema.gen.ts';

/** The three copies of the schema: Helm's, the linter's and the one for people and editors. */
export const schemaGenerator: Generator = {
  name: 'values schema',
  sources: ['schema', 'chart/values.yaml'],
  outputs: [chartFile, lintFile, richFile],
  async run(root) {
    const bundled = bundle(await readSources(join(root, 'schema')), 'root.yaml');
    const documented = documentedValues(await readFile(join(root, 'chart/values.yaml'), 'utf8'));
    const { $schema, ...chart } = chartCopy(bundled, documented);
    const written: JsonSchema = { $schema, $comment: banner('schema/ and the comments of chart/values.yaml'), ...chart } as JsonSchema;
    const faults = portabilityFaults(written);
    if (faults.length > 0) throw new Error(`schema/ holds what validators read differently:\n${faults.join('\n')}`);
    await writeAtomically(join(root, chartFile), `${compactJson(written)}\n`);
    await writeAtomically(join(root, lintFile), asModule('lintSchema', 'What lint judges by.', lintCopy(bundled)));
    await writeAtomically(join(root, richFile), asModule('richSchema', 'The schema with descriptions and defaults, for people and editors.', richCopy(bundled, documented)));
  },
};

/** JSON with a line for each key of the outer levels: small, and still readable in a diff. */
function compactJson(value: unknown, depth = 0): string {
  const line = JSON.stringify(value);
  if (line.length < 120 || depth > 4 || typeof value !== 'object' || value === null || Array.isArray(value)) return line;
  const indent = ' '.repeat(depth);
  const lines = Object.entries(value).map(([key, child]) => `${indent} ${JSON.stringify(key)}:${compactJson(child, depth + 1)}`);
  return `{\n${lines.join(',\n')}\n${indent}}`;
}

/** A module that parses JSON text when it is loaded, which V8 does faster than reading the same object as a literal. */
function asModule(name: string, summary: string, schema: JsonSchema): string {
  const text = JSON.stringify(schema).replaceAll('\\', '\\\\').replaceAll("'", "\\'");
  return `// ${banner('schema/ and the comments of chart/values.yaml')}\nimport type { JsonSchema } from './json-schema.ts';\n\n/** ${summary} */\nexport const ${name}: JsonSchema = JSON.parse('${text}');\n`;
}
