import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../errors.ts';
import { readUserFile } from '../process/user-file.ts';
import { lintSchema } from '../schema/lint-schema.gen.ts';
import { createValidator } from '../schema/create-validator.ts';
import type { JsonSchema } from '../schema/json-schema.ts';
import { validator } from '../schema/validate.ts';
import type { Validate } from '../schema/validate.ts';
import type { Found, Layer } from '../values/layer.ts';
import type { Path } from '../values/path.ts';
import { readValues } from '../values/read-values.ts';
import { fileLayer } from '../values/stack.ts';
import type { ChartValues } from '../values/stack.ts';
import { bundledDefaults, bundledDefaultsText, bundledSchemaDigest, bundledSubcharts } from '../chart/bundled-chart.gen.ts';
import { subchartsOf } from '../chart/subcharts.ts';
import { isMap } from '../values/value.ts';
import type { ValueMap } from '../values/value.ts';
import { judgeText } from './judge-text.ts';

/** What lint judges by. */
export interface LintChart {
  readonly values: ChartValues;
  /** The chart's own values.yaml as the lowest layer. */
  readonly layer: Layer;
  readonly schema: JsonSchema;
  readonly validate: Validate;
}

/** The chart this program was built with. Its defaults are only parsed when a finding must be placed in them. */
export async function bundledChart(): Promise<LintChart> {
  const values = bundledDefaults as ValueMap;
  const name = 'sigsci-ingress/values.yaml';
  let parsed: Layer | undefined;
  const find = (path: Path): Found | undefined => (parsed ??= fileLayer('defaults', name, readValues(bundledDefaultsText))).find(path);
  return {
    values: { defaults: values, subcharts: bundledSubcharts as unknown as ChartValues['subcharts'] },
    layer: { kind: 'defaults', name, text: bundledDefaultsText, values, find },
    ...(await bundledSchema()),
  };
}

async function bundledSchema(): Promise<Pick<LintChart, 'schema' | 'validate'>> {
  // Nothing but a run of lint needs this code, so it is not loaded with the rest.
  const { judge } = await import('../schema/lint-validator.gen.ts');
  return { schema: lintSchema, validate: validator(lintSchema, judge) };
}

/** A chart in a folder: `shownAs` is how the user named it. Without a schema everything passes it. */
export async function chartInFolder(folder: string, shownAs: string): Promise<LintChart> {
  const name = join(shownAs, 'values.yaml');
  const { layer, diagnostics: [fault] } = judgeText('defaults', name, readIn(folder, shownAs, 'values.yaml') ?? Buffer.alloc(0));
  if (!layer) throw new UserError(`${name}:${fault?.line}:${fault?.column}: ${fault?.message}; repair the chart first`);
  return {
    values: { defaults: layer.values, subcharts: subchartsOf(folder) },
    layer,
    ...(await schemaInFolder(folder, shownAs)),
  };
}

/** The schema of the bundled chart is known by sight: it has words for lint, and code compiled ahead. */
async function schemaInFolder(folder: string, shownAs: string): Promise<Pick<LintChart, 'schema' | 'validate'>> {
  const name = join(shownAs, 'values.schema.json');
  const text = readIn(folder, shownAs, 'values.schema.json')?.toString('utf8') ?? '{}';
  if (createHash('sha256').update(text).digest('hex') === bundledSchemaDigest) return bundledSchema();
  const schema = parseSchema(text, name);
  return { schema, validate: await createValidator(schema, name) };
}

function readIn(folder: string, shownAs: string, name: string): Buffer | undefined {
  const path = join(folder, name);
  return existsSync(path) ? readUserFile(path, join(shownAs, name)) : undefined;
}

function parseSchema(text: string, file: string): JsonSchema {
  const schema = parseJson(text, file);
  if (!isMap(schema)) throw new UserError(`${file} is no JSON schema, which is an object; repair it first`);
  return schema as JsonSchema;
}

function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new UserError(`${file} is no JSON; repair the chart's schema first`);
  }
}
