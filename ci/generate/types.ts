import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { compile } from 'json-schema-to-typescript';
import { bundle } from '../../tools/schema/bundle.ts';
import { richCopy } from '../../tools/schema/copies.ts';
import { documentedValues } from '../../tools/schema/documented-values.ts';
import type { JsonSchema } from '../../tools/schema/json-schema.ts';
import { mapSchema } from '../../tools/schema/json-schema.ts';
import { readSources } from '../../tools/schema/sources.ts';
import { banner } from './banner.ts';
import type { Generator } from './generator.ts';
import { writeAtomically } from './write.ts';

const file = 'tools/values/values.gen.ts';
/** The same as one string, for the command that prints it. */
const textFile = 'tools/schema/types-text.gen.ts';

/** The TypeScript types of a values file: what may stand in it, nothing required that has a default. */
export const typesGenerator: Generator = {
  name: 'values types',
  sources: ['schema', 'chart/values.yaml'],
  outputs: [file, textFile],
  async run(root) {
    const documented = documentedValues(await readFile(join(root, 'chart/values.yaml'), 'utf8'));
    const schema = richCopy(bundle(await readSources(join(root, 'schema')), 'root.yaml'), documented);
    const text = await typesOf(schema);
    await writeAtomically(join(root, file), text);
    await writeAtomically(join(root, textFile), asString(text));
  },
};

/** The types of `schema` as the text of a module that exports `Values`. */
export async function typesOf(schema: JsonSchema): Promise<string> {
  const text = await compile(mapSchema(schema, forTypes) as Parameters<typeof compile>[0], 'Values', {
    bannerComment: `// ${banner('schema/ and the comments of chart/values.yaml')}`,
    additionalProperties: true,
    strictIndexSignatures: true,
    ignoreMinAndMaxItems: true,
    style: { singleQuote: true, printWidth: 140 },
  });
  // Says where a definition is used, in words that help nobody who reads the types.
  return text.replace(/^ \* This interface was referenced by `undefined`'s JSON-Schema\n \* via the `definition` ".*"\.\n/gm, '').replace(/^\/\*\*\n \*\/\n/gm, '');
}

function asString(text: string): string {
  const line = `// ${banner('schema/ and the comments of chart/values.yaml')}`;
  const withoutBanner = text.slice(text.indexOf('\n')).trimStart();
  return `${line}\n\n/** The types of a values file as the text of a TypeScript module. */\nexport const typesText: string = ${JSON.stringify(withoutBanner)};\n`;
}

/** Drops what types cannot say: keys by pattern would open a closed interface to every key. */
function forTypes({ patternProperties: _patterns, propertyNames: _names, default: _default, ...rest }: JsonSchema): JsonSchema {
  return rest;
}
