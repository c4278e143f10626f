import { join } from 'node:path';
import { Ajv, _ } from 'ajv';
import standalone from 'ajv/dist/standalone/index.js';
import { ajvOptions } from '../../tools/schema/ajv-options.ts';
import { bundle } from '../../tools/schema/bundle.ts';
import { lintCopy } from '../../tools/schema/copies.ts';
import type { JsonSchema } from '../../tools/schema/json-schema.ts';
import { readSources } from '../../tools/schema/sources.ts';
import { banner } from './banner.ts';
import type { Generator } from './generator.ts';
import { writeAtomically } from './write.ts';

const output = 'tools/schema/lint-validator.gen.ts';

/** ajv's code for the schema that lint judges by, so that a run of lint compiles nothing. */
export const validatorGenerator: Generator = {
  name: 'validator compiled ahead',
  sources: ['schema'],
  outputs: [output],
  async run(root) {
    const schema = lintCopy(bundle(await readSources(join(root, 'schema')), 'root.yaml'));
    await writeAtomically(join(root, output), asModule(compiled(schema)));
  },
};

/** The module that ajv writes; in strict mode, which refuses a schema with a keyword that would never assert anything. */
function compiled(schema: JsonSchema): string {
  const ajv = new Ajv({ ...ajvOptions, strict: true, allowUnionTypes: true, code: { source: true, esm: true, lines: true } });
  ajv.addVocabulary(['x-message', 'x-unknown']);
  // Named before it compiles, the schemas stay where they are instead of being copied into the code.
  ajv.scope.value('schema', { ref: schema, code: _`lintSchema` });
  for (const [name, definition] of Object.entries(schema.definitions ?? {})) ajv.scope.value('schema', { ref: definition, code: _`lintSchema.definitions[${name}]` });
  return standalone.default(ajv, ajv.compile(schema));
}

/** ajv's code as a module of ours: with imports instead of `require`, and one typed export. */
function asModule(code: string): string {
  const helpers = [...new Set([...code.matchAll(/require\("ajv\/dist\/runtime\/(\w+)"\)/g)].map((match) => match[1] ?? ''))];
  const [, name, rest] = /^"use strict";\nexport const validate = (\w+);\s*export default \w+;\s*(.*)$/s.exec(code) ?? [];
  if (name === undefined || rest === undefined) throw new Error('ajv begins its modules in another way now; adapt ci/generate/validator.ts');
  const lines = [
    `// ${banner('schema/')}`,
    '// @ts-nocheck: this is JavaScript that ajv wrote.',
    ...helpers.map((helper) => `import ${helper} from 'ajv/dist/runtime/${helper}.js';`),
    "import { lintSchema } from './lint-schema.gen.ts';",
    "import type { Judge } from './validate.ts';",
    '',
    '/** Judges values by `lintSchema`. */',
    `export const judge: Judge = ${name};`,
    rest.replace(/require\("ajv\/dist\/runtime\/(\w+)"\)/g, '$1').replace(/\s*\n/g, '\n'),
  ];
  return lines.join('\n');
}
