import type { Backend } from '../lab/backend.ts';
import { inLab } from '../scenario/cluster.ts';

/** Kinds that Kubernetes fills by itself and empties in its own time. */
const ownBusiness = /^(events|events\.events\.k8s\.io|endpoints|componentstatuses|pods\.metrics\.k8s\.io)$/;

/**
 * The names of everything in a namespace, and of everything that belongs to none, as `kind.group/name`:
 * taken before an installation and after it has been removed, the two must be equal.
 */
export async function objectNames(lab: Backend, namespace: string): Promise<Set<string>> {
  const [inside, outside] = await Promise.all([
    names(lab, 'true', ['--namespace', namespace]),
    names(lab, 'false', []),
  ]);
  return new Set([...inside, ...outside]);
}

async function names(lab: Backend, namespaced: string, where: readonly string[]): Promise<string[]> {
  const listed = await inLab(lab, ['kubectl', 'api-resources', '--verbs=list', `--namespaced=${namespaced}`, '--output=name']);
  const kinds = listed.split('\n').filter((kind) => kind !== '' && !ownBusiness.test(kind));
  const found = await inLab(lab, ['kubectl', 'get', kinds.join(','), '--output=name', '--ignore-not-found', ...where]);
  return found.split('\n').filter((name) => name !== '');
}
