import type { Backend } from '../lab/backend.ts';
import { inLab } from '../scenario/cluster.ts';
import { until } from '../scenario/until.ts';

/** Kinds that Kubernetes fills by itself and empties in its own time. */
const ownBusiness = /^(events|events\.events\.k8s\.io|endpoints|componentstatuses|pods\.metrics\.k8s\.io)$/;

/**
 * The names of everything in a namespace, and of everything that belongs to none, as `kind.group/name`:
 * taken before an installation and after it has been removed, the two must be equal.
 */
export async function objectNames(lab: Backend, namespace: string): Promise<Set<string>> {
  const [inside, outside] = await namesBySide(lab, namespace);
  return new Set([...inside, ...outside]);
}

/**
 * The same for a release beside others: everything in its namespace, and what belongs to none and bears its name. Others
 * may come and go meanwhile.
 */
export async function namesOfRelease(lab: Backend, { name, namespace }: { readonly name: string; readonly namespace: string }): Promise<Set<string>> {
  const [inside, outside] = await namesBySide(lab, namespace);
  return new Set([...inside, ...outside.filter((object) => object.includes(name))]);
}

/** What `names` gives beyond those of before and those that Helm knows nothing of; waits three minutes, because the last pods may still end. */
export async function leftBehind(names: () => Promise<ReadonlySet<string>>, before: ReadonlySet<string>, notHelms: RegExp): Promise<string[]> {
  const left = async (): Promise<string[]> => [...(await names())].filter((object) => !before.has(object) && !notHelms.test(object));
  await until('an empty namespace', 180, async () => (await left()).length === 0 || undefined).catch(() => undefined);
  return left();
}

/** Names within the namespace, and of what belongs to none. */
function namesBySide(lab: Backend, namespace: string): Promise<[string[], string[]]> {
  return Promise.all([names(lab, 'true', ['--namespace', namespace]), names(lab, 'false', [])]);
}

async function names(lab: Backend, namespaced: string, where: readonly string[]): Promise<string[]> {
  const listed = await inLab(lab, ['kubectl', 'api-resources', '--verbs=list', `--namespaced=${namespaced}`, '--output=name']);
  const kinds = listed.split('\n').filter((kind) => kind !== '' && !ownBusiness.test(kind));
  const found = await inLab(lab, ['kubectl', 'get', kinds.join(','), '--output=name', '--ignore-not-found', ...where]);
  return found.split('\n').filter((name) => name !== '');
}
