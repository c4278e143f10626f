import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { apiServer } from './addresses.ts';
import { keyFile } from './certificates.ts';
import type { Place } from './place.ts';
import { kubeconfigOf } from './place.ts';

/** The users that reach the API server through a kubeconfig, named as their certificates. */
const users = ['admin', 'kubelet', 'kube-controller-manager', 'kube-scheduler', 'kube-proxy', 'coredns', 'load-balancer'];

/** Writes a kubeconfig for each user, as JSON (which is YAML too) with the certificates inside. */
export async function writeKubeconfigs(place: Place): Promise<void> {
  for (const user of users) {
    const file = kubeconfigOf(place, user);
    await mkdir(dirname(file), { recursive: true, mode: 0o700 });
    await writeFile(file, JSON.stringify(await kubeconfig(place, user)), { mode: 0o600 });
  }
}

async function kubeconfig(place: Place, user: string): Promise<object> {
  const encoded = (file: string): Promise<string> => readFile(keyFile(place, file), 'base64');
  const cluster = { server: apiServer, 'certificate-authority-data': await encoded('authority.crt') };
  const identity = { 'client-certificate-data': await encoded(`${user}.crt`), 'client-key-data': await encoded(`${user}.key`) };
  return {
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: place.name, cluster }],
    users: [{ name: user, user: identity }],
    contexts: [{ name: place.name, context: { cluster: place.name, user } }],
    'current-context': place.name,
  };
}
