import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../errors.ts';
import { lintSchema } from '../schema/lint-schema.gen.ts';
import { createValidator } from '../schema/create-validator.ts';
import type { JsonSchema } from '../schema/json-schema.ts';
import { validator } from '../schema/validate.ts';
import type { Validate } from '../schema/validate.ts';
import type { Found, Layer } from '../values/layer.ts';
import type { Path } from '../values/path.ts';
import { decode, readValues } from '../values/read-values.ts';
import { fileLayer } from '../values/stack.ts';
import type { ChartValues } from '../values/stack.ts';
import type { ValueMap } from '../values/value.ts';
import { bundledDefaults, bundledDefaultsText, bundledSchemaDigest, bundledSubcharts } from '../chart/bundled-chart.gen.ts';
import { subchartsOf } from '../chart/subcharts.ts';

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
  const read = readText(folder, 'values.yaml');
  const layer = fileLayer('defaults', join(shownAs, 'values.yaml'), readValues(read ?? ''));
  return {
    values: { defaults: layer.values, subcharts: subchartsOf(folder) },
    layer,
    ...(await schemaInFolder(folder, join(shownAs, 'values.schema.json'))),
  };
}

/** The schema of the bundled chart is known by sight: it has words for lint, and code compiled ahead. */
async function schemaInFolder(folder: string, shownAs: string): Promise<Pick<LintChart, 'schema' | 'validate'>> {
  const text = readText(folder, 'values.schema.json') ?? '{}';
  if (createHash('sha256').update(text).digest('hex') === bundledSchemaDigest) return bundledSchema();
  const schema = parseSchema(text, shownAs);
  return { schema, validate: await createValidator(schema, shownAs) };
}

function readText(folder: string, name: string): string | undefined {
  try {
    return decode(readFileSync(join(folder, name)));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

function parseSchema(text: string, file: string): JsonSchema {
  try {
    return JSON.parse(text) as JsonSchema;
  } catch {
    throw new UserError(`${file} is no JSON; repair the chart's schema first`);
  }
}
