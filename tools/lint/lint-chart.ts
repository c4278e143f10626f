import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../errors.ts';
import { lintSchema } from '../schema/lint-schema.gen.ts';
import type { JsonSchema } from '../schema/json-schema.ts';
import type { Found, Layer } from '../values/layer.ts';
import type { Path } from '../values/path.ts';
import { decode, readValues } from '../values/read-values.ts';
import { fileLayer } from '../values/stack.ts';
import type { ChartValues } from '../values/stack.ts';
import type { ValueMap } from '../values/value.ts';
import { bundledDefaults, bundledDefaultsText, bundledSubcharts } from '../chart/bundled-chart.gen.ts';
import { subchartsOf } from '../chart/subcharts.ts';

/** What lint judges by. */
export interface LintChart {
  readonly values: ChartValues;
  /** The chart's own values.yaml as the lowest layer. */
  readonly layer: Layer;
  readonly schema: JsonSchema;
}

/** The chart this program was built with. Its defaults are only parsed when a finding must be placed in them. */
export function bundledChart(): LintChart {
  const values = bundledDefaults as ValueMap;
  const name = 'sigsci-ingress/values.yaml';
  let parsed: Layer | undefined;
  const find = (path: Path): Found | undefined => (parsed ??= fileLayer('defaults', name, readValues(bundledDefaultsText))).find(path);
  return {
    values: { defaults: values, subcharts: bundledSubcharts as unknown as ChartValues['subcharts'] },
    layer: { kind: 'defaults', name, text: bundledDefaultsText, values, find },
    schema: lintSchema,
  };
}

/** A chart in a folder: `shownAs` is how the user named it. Without a schema everything passes it. */
export function chartInFolder(folder: string, shownAs: string): LintChart {
  const read = readText(folder, 'values.yaml');
  const schemaText = readText(folder, 'values.schema.json');
  const layer = fileLayer('defaults', join(shownAs, 'values.yaml'), readValues(read ?? ''));
  return {
    values: { defaults: layer.values, subcharts: subchartsOf(folder) },
    layer,
    schema: schemaText === undefined ? {} : parseSchema(schemaText, shownAs),
  };
}

function readText(folder: string, name: string): string | undefined {
  try {
    return decode(readFileSync(join(folder, name)));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

function parseSchema(text: string, shownAs: string): JsonSchema {
  try {
    return JSON.parse(text) as JsonSchema;
  } catch {
    throw new UserError(`${join(shownAs, 'values.schema.json')} is no JSON; repair the chart's schema first`);
  }
}
