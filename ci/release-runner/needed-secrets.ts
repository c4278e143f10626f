import { findNeeds } from '../../tools/ct/needs.ts';
import { makeSecret } from '../../tools/ct/surroundings.ts';
import type { Backend } from '../lab/backend.ts';
import { apply } from '../scenario/cluster.ts';

/** Creates the Secrets that the pods of a rendered chart read and that it does not make, with made-up content. */
export async function createNeededSecrets(lab: Backend, namespace: string, rendered: string): Promise<void> {
  for (const [name, keys] of findNeeds(rendered).secrets) await apply(lab, JSON.stringify(makeSecret(namespace, name, keys)));
}
