import { readManifest } from '../chart/manifest.ts';
import type { Case } from '../chart/cases.ts';
import type { Renderer } from '../process/helm.ts';
import { compare } from './compare.ts';
import { repeatedKeys, takeSnapshot } from './snapshot.ts';
import type { Snapshot } from './snapshot.ts';

/** Release, namespace and Kubernetes version of every snapshot: what they are does not matter, only that they stay. */
const pinned = { release: 'snapshot', namespace: 'snapshots', kubeVersion: '1.34.0' } as const;

/** A case's snapshot, or why there is none to trust. */
export type RenderedCase = { readonly snapshot: Snapshot } | { readonly faults: readonly string[] };

/** Renders a case twice: a chart that gives two answers to one question cannot be compared with anything. */
export async function renderCase(helm: Renderer, chart: string, { file }: Case): Promise<RenderedCase> {
  const template = { ...pinned, chart, valuesFiles: file === undefined ? [] : [file] };
  const first = await helm.template(template);
  const second = await helm.template(template);
  if ('error' in first) return { faults: [first.error] };
  if ('error' in second) return { faults: [`rendered once, failed the second time: ${second.error}`] };
  const { objects, faults } = readManifest(first.manifest);
  const repeated = repeatedKeys(objects).map((key) => `${key} is rendered more than once`);
  if (faults.length + repeated.length > 0) return { faults: [...faults, ...repeated] };
  const snapshot = takeSnapshot(objects);
  const unstable = compare(snapshot, takeSnapshot(readManifest(second.manifest).objects));
  if (unstable.length === 0) return { snapshot };
  return { faults: unstable.map(({ key, lines }) => `${key} is not the same when rendered twice: ${firstChange(lines)}`) };
}

function firstChange(lines: readonly string[]): string {
  return lines.filter((line) => /^[-+]/.test(line)).slice(0, 2).join(' ');
}
