import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { attempt } from '../../ci/toolchain/run.ts';
import { tool } from '../../ci/toolchain/tool.ts';
import { lintSchema } from '../../tools/schema/lint-schema.gen.ts';
import { createValidator } from '../../tools/schema/validate.ts';
import { coalesce } from '../../tools/values/merge.ts';
import { readValues } from '../../tools/values/read-values.ts';
import type { ValueMap } from '../../tools/values/value.ts';
import type { HelmName } from '../support/helm-probe.ts';
import { inScratchFolder } from '../support/scratch-folder.ts';

// ajv is CommonJS, and its default export has another shape for each kind of loader.
const { Ajv } = createRequire(import.meta.url)('ajv') as typeof import('ajv');

export type Verdict = 'accepted' | 'refused';

/** The schema that Helm reads, as text. */
export const chartSchemaText: string = await readFile('chart/values.schema.json', 'utf8');
export const defaultsText: string = await readFile('chart/values.yaml', 'utf8');

/** A values file over the chart's defaults. */
export function overDefaults(text: string): ValueMap {
  return coalesce(readValues(defaultsText).value, readValues(text).value);
}

/** Our own validator with the linter's copy of the schema. */
export function ours(values: ValueMap): Verdict {
  return createValidator(lintSchema)(values).length === 0 ? 'accepted' : 'refused';
}

/** ajv in strict mode, which also judges the schema itself. Lists of types are allowed: one refusal instead of one for each. */
export function strictAjv(): InstanceType<typeof Ajv> {
  return new Ajv({ strict: true, allowUnionTypes: true, strictRequired: false, allErrors: true });
}

/** ajv that judges values alone, for schemas that name no types. */
export function plainAjv(): InstanceType<typeof Ajv> {
  return new Ajv({ strict: false });
}

const compiled = strictAjv().compile(JSON.parse(chartSchemaText));

/** ajv with Helm's copy of the schema. */
export function ajv(values: ValueMap): Verdict {
  return compiled(values) ? 'accepted' : 'refused';
}

/**
 * A real helm's verdicts on many values at once: each set of values is the defaults of a subchart that has our schema,
 * and Helm names every subchart whose values it refuses.
 */
export function realHelm(helm: HelmName, all: readonly ValueMap[]): Promise<Verdict[]> {
  const files: Record<string, string> = { 'Chart.yaml': chartYaml('all'), 'templates/one.yaml': 'a: b\n' };
  all.forEach((values, index) => {
    files[`charts/case-${index}/Chart.yaml`] = chartYaml(`case-${index}`);
    files[`charts/case-${index}/values.yaml`] = JSON.stringify(values);
    files[`charts/case-${index}/values.schema.json`] = chartSchemaText;
  });
  return inScratchFolder(files, async (folder) => {
    const { code, stdout, stderr } = await attempt([await tool(helm), 'template', 'probe', folder]);
    const refused = new Set([...stderr.matchAll(/^case-(\d+):$/gm)].map((match) => Number(match[1])));
    if (code !== 0 ? refused.size === 0 : !stdout.includes('a: b')) throw new Error(`${helm} failed for another reason: ${stderr}`);
    return all.map((_, index) => (refused.has(index) ? 'refused' : 'accepted'));
  });
}

function chartYaml(name: string): string {
  return `apiVersion: v2\nname: ${name}\nversion: 0.1.0\n`;
}
