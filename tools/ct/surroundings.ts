import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';
import { UserError } from '../errors.ts';
import type { Needs } from './needs.ts';

/** The release's name while we find out what a case needs; ct adds ten random letters to the chart's name in the end. */
export const placeholderRelease = 'ct-0000000000';

/** What is made around one case before ct installs it. */
export interface Surroundings {
  readonly namespace: string;
  /** The namespace and the Secrets, ready for the API server. */
  readonly objects: readonly object[];
  /** Further `--set=…` of this case. */
  readonly sets: readonly string[];
  /** The values of the Secrets. */
  readonly confidential: readonly string[];
}

/** The Secret that stands in for one whose name would hold the release's, which ct chooses too late for us. */
const keysSecret = 'ct-agent-keys';

/** A namespace of its own, a class of its own where the chart has one, and the Secrets that the pods wait for. */
export async function surroundings(chart: string, name: string, needs: Needs): Promise<Surroundings> {
  const values = (parse(await readFile(join(chart, 'values.yaml'), 'utf8')) ?? {}) as object;
  const namespace = `ct-${name.slice(0, 40)}-${randomBytes(3).toString('hex')}`;
  const secrets = [...needs.secrets].map(([secret, keys]) => makeSecret(namespace, nameable(secret, values), keys));
  const renamed = [...needs.secrets.keys()].some(holdsRelease);
  return {
    namespace,
    objects: [makeNamespace(namespace), ...secrets],
    sets: [...ownClass(values, namespace), ...(renamed ? [`--set=agent.credentials.existingSecret=${keysSecret}`] : [])],
    confidential: secrets.flatMap(({ stringData }) => Object.values(stringData)),
  };
}

function makeNamespace(name: string): object {
  return { apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels: { 'app.kubernetes.io/managed-by': 'sigsci-values' } } };
}

/** A Secret with made-up content under these keys, ready for the API server. */
export function makeSecret(namespace: string, name: string, keys: readonly string[]) {
  const stringData = Object.fromEntries(keys.map((key) => [key, randomBytes(16).toString('hex')]));
  return { apiVersion: 'v1', kind: 'Secret', metadata: { name, namespace }, stringData };
}

function nameable(secret: string, values: object): string {
  if (!holdsRelease(secret)) return secret;
  if (has(values, 'agent', 'credentials', 'existingSecret')) return keysSecret;
  throw new UserError(`the pods read the Secret ${secret.replace(placeholderRelease, '<release>')}, which cannot be made in advance because ct chooses the release's name; name another one in the case`);
}

function holdsRelease(secret: string): boolean {
  return secret.includes(placeholderRelease);
}

/** Two controllers of one class would serve each other's Ingresses. */
function ownClass(values: object, name: string): string[] {
  if (!has(values, 'controller', 'ingressClassResource', 'controllerValue')) return [];
  const resource = 'controller.ingressClassResource';
  return [`--set=${resource}.name=${name}`, `--set=${resource}.controllerValue=k8s.io/${name}`, `--set=controller.ingressClass=${name}`];
}

function has(values: unknown, ...path: readonly string[]): boolean {
  const [key, ...rest] = path;
  if (key === undefined) return true;
  return values !== null && typeof values === 'object' && key in values && has((values as Record<string, unknown>)[key], ...rest);
}
