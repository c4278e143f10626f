import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { attempt } from '../../ci/toolchain/run.ts';
import { tool } from '../../ci/toolchain/tool.ts';

export type HelmName = 'helm3' | 'helm4';
export const helms: readonly HelmName[] = ['helm3', 'helm4'];

/** What Helm made of values: the values as its templates see them, or the line of its refusal. */
export type Verdict = { readonly value: unknown } | { readonly error: string };

/** Input of one `helm template`: files by name, and arguments in which `@name` stands for a file's path. */
export interface Probe {
  readonly defaults?: string;
  readonly files?: Readonly<Record<string, string | Uint8Array>>;
  readonly args?: readonly string[];
  readonly input?: string;
}

/** Asks a real helm for the values that a tiny chart sees. */
export function askHelm(helm: HelmName, probe: Probe): Promise<Verdict> {
  return inChart('{{ toJson .Values }}', async (folder) => {
    await writeFile(join(folder, 'values.yaml'), probe.defaults ?? '');
    for (const [name, content] of Object.entries(probe.files ?? {})) await writeFile(join(folder, name), content);
    const args = (probe.args ?? []).map((word) => word.replace(/@([\w.-]+)/g, (_, name: string) => join(folder, name)));
    const result = await template(helm, folder, args, probe.input);
    if (result.code !== 0) return { error: result.stderr.split('\n').findLast((line) => line.startsWith('Error')) ?? result.stderr };
    return { value: JSON.parse(result.stdout.split('\n').findLast((line) => line.startsWith('{')) ?? 'null') };
  });
}

/** Asks a real helm how it reads many YAML texts at once, through its `fromYaml`, which is the reader of values files. */
export function askHelmToRead(helm: HelmName, texts: readonly string[]): Promise<Verdict[]> {
  const each = '{{ range .Files.Get "cases.json" | fromJsonArray }}#{{ fromYaml . | toJson }}\n{{ end }}';
  return inChart(each, async (folder) => {
    await writeFile(join(folder, 'values.yaml'), '');
    await writeFile(join(folder, 'cases.json'), JSON.stringify(texts));
    const { code, stdout, stderr } = await template(helm, folder, []);
    if (code !== 0) throw new Error(stderr);
    return stdout.split('\n').filter((line) => line.startsWith('#{')).map((line) => verdict(JSON.parse(line.slice(1))));
  });
}

function verdict(value: Record<string, unknown>): Verdict {
  return typeof value['Error'] === 'string' ? { error: value['Error'] } : { value };
}

async function template(helm: HelmName, folder: string, args: readonly string[], input?: string) {
  return attempt([await tool(helm), 'template', 'probe', folder, ...args], input === undefined ? {} : { input });
}

async function inChart<T>(body: string, use: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'helm-probe-'));
  try {
    await mkdir(join(folder, 'templates'));
    await writeFile(join(folder, 'Chart.yaml'), 'apiVersion: v2\nname: probe\nversion: 0.1.0\n');
    await writeFile(join(folder, 'templates/values.yaml'), body);
    return await use(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
