import { readFile } from 'node:fs/promises';
import { attempt } from '../../ci/toolchain/run.ts';
import { tool } from '../../ci/toolchain/tool.ts';
import { judge } from '../../tools/schema/lint-validator.gen.ts';
import { coalesce } from '../../tools/values/merge.ts';
import { readValues } from '../../tools/values/read-values.ts';
import type { ValueMap } from '../../tools/values/value.ts';
import type { HelmName } from '../support/helm-probe.ts';
import { inScratchFolder } from '../support/scratch-folder.ts';

export type Verdict = 'accepted' | 'refused';

/** The schema that Helm reads, as text. */
export const chartSchemaText: string = await readFile('chart/values.schema.json', 'utf8');
export const defaultsText: string = await readFile('chart/values.yaml', 'utf8');

/** A values file over the chart's defaults. */
export function overDefaults(text: string): ValueMap {
  return coalesce(readValues(defaultsText).value, readValues(text).value);
}

/** What lint judges by: ajv, compiled ahead from the linter's copy of the schema. */
export function ours(values: ValueMap): Verdict {
  return judge(values) ? 'accepted' : 'refused';
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
