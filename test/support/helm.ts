import { fileURLToPath } from 'node:url';
import { parseAllDocuments } from 'yaml';
import { attempt } from '../../ci/toolchain/run.ts';
import type { Result } from '../../ci/toolchain/run.ts';
import { tool } from '../../ci/toolchain/tool.ts';
import { helms } from './helm-probe.ts';
import type { HelmName } from './helm-probe.ts';

export { helms };
export type { HelmName };

/** The chart under test. */
export const chartFolder = fileURLToPath(new URL('../../chart', import.meta.url));

/** A rendered object, or a part of one: tests look into it freely. */
export type Rendered = any;

export type Values = Readonly<Record<string, unknown>>;

export interface TemplateOptions {
  readonly helm?: HelmName;
  /** Default `rel`, in the namespace `ns`. */
  readonly release?: string;
  readonly namespace?: string;
  /** Values files, below `values` in Helm's order. */
  readonly files?: readonly string[];
  /** Further arguments, such as `--set`. */
  readonly args?: readonly string[];
  readonly kubeVersion?: string;
  readonly chart?: string;
}

const renders = new Map<string, Promise<Result>>();

/** The objects that `helm template` makes of the values; throws with Helm's words when it refuses them. */
export async function template(values: Values = {}, options: TemplateOptions = {}): Promise<Rendered[]> {
  return objects(await templateText(values, options));
}

/** What `helm template` writes, unread. */
export async function templateText(values: Values = {}, options: TemplateOptions = {}): Promise<string> {
  const { code, stdout, stderr } = await render(values, options);
  if (code !== 0) throw new Error(stderr);
  return stdout;
}

/** What Helm says when it refuses the values; throws when it does not. */
export async function refusal(values: Values = {}, options: TemplateOptions = {}): Promise<string> {
  const { code, stderr } = await render(values, options);
  if (code === 0) throw new Error('helm template refused nothing');
  return stderr;
}

/** The notes that an install would print, without a cluster to look into. Only Helm 4 shows them without one. */
export async function notes(values: Values = {}, options: TemplateOptions = {}): Promise<string> {
  const args = ['install', '--dry-run=client', ...placeAndFiles(options), ...(options.args ?? [])];
  const { code, stdout, stderr } = await attempt([await tool('helm4'), ...args], { input: JSON.stringify(values) });
  if (code !== 0) throw new Error(stderr);
  return stdout.split('\nNOTES:\n')[1] ?? '';
}

/** The one object of that kind, and of that name or the end of it; throws when there is none or more than one. */
export function pick(rendered: readonly Rendered[], kind: string, nameEnd = ''): Rendered {
  const found = rendered.filter((object) => object.kind === kind && object.metadata.name.endsWith(nameEnd));
  if (found.length !== 1) throw new Error(`${found.length} objects of kind ${kind} whose name ends with "${nameEnd}"`);
  return found[0];
}

/** The objects of a YAML stream. */
export function objects(text: string): Rendered[] {
  return parseAllDocuments(text, { uniqueKeys: true })
    .map((document) => {
      if (document.errors[0]) throw document.errors[0];
      return document.toJS() as Rendered;
    })
    .filter((object) => object !== null);
}

/** Runs each `helm template` once and remembers what it did. */
function render(values: Values, options: TemplateOptions): Promise<Result> {
  const key = JSON.stringify([values, options]);
  const known = renders.get(key);
  if (known) return known;
  const result = tool(options.helm ?? 'helm3').then((helm) => attempt([helm, 'template', ...templateArguments(options)], { input: JSON.stringify(values) }));
  renders.set(key, result);
  return result;
}

function templateArguments(options: TemplateOptions): string[] {
  return [...placeAndFiles(options), '--kube-version', options.kubeVersion ?? '1.34.4', ...(options.args ?? [])];
}

/** Release, chart, namespace and values, of which the last come by standard input. */
function placeAndFiles(options: TemplateOptions): string[] {
  const files = (options.files ?? []).flatMap((file) => ['-f', file]);
  return [options.release ?? 'rel', options.chart ?? chartFolder, '-n', options.namespace ?? 'ns', ...files, '-f', '-'];
}
