import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { run } from '../../toolchain/run.ts';
import { apiService, node } from './addresses.ts';
import type { Place } from './place.ts';
import { nodeName } from './place.ts';

export interface Certificate {
  readonly name: string;
  /** Common name: the user, for a client. */
  readonly user: string;
  /** Organisation: the user's group. */
  readonly group?: string;
  /** Subject alternative names; a certificate that has them is a server's, else a client's. */
  readonly names?: string;
}

const apiNames = ['kubernetes', 'kubernetes.default', 'kubernetes.default.svc', 'kubernetes.default.svc.cluster.local', 'localhost'];

/**
 * Who takes part in the cluster. Kubernetes' own programs have the identities that its built-in roles know;
 * those of the lab are administrators under names of their own, so that the audit log tells them apart.
 * Source: https://kubernetes.io/docs/reference/access-authn-authz/rbac/#core-component-roles
 */
const certificates: readonly Certificate[] = [
  { name: 'kube-apiserver', user: 'kube-apiserver', names: [...apiNames.map((name) => `DNS:${name}`), `IP:${node}`, `IP:${apiService}`, 'IP:127.0.0.1'].join(',') },
  { name: 'kube-apiserver-to-kubelet', user: 'kube-apiserver-to-kubelet', group: 'system:masters' },
  { name: 'kubelet-server', user: `system:node:${nodeName}`, names: `DNS:${nodeName},IP:${node}` },
  { name: 'kubelet', user: `system:node:${nodeName}`, group: 'system:nodes' },
  { name: 'kube-controller-manager', user: 'system:kube-controller-manager' },
  { name: 'kube-scheduler', user: 'system:kube-scheduler' },
  { name: 'kube-proxy', user: 'system:kube-proxy' },
  { name: 'admin', user: 'lab-admin', group: 'system:masters' },
  { name: 'coredns', user: 'lab-coredns', group: 'system:masters' },
  { name: 'load-balancer', user: 'lab-load-balancer', group: 'system:masters' },
];

/** Makes the lab's own authority, all certificates and the key that signs ServiceAccount tokens. */
export async function makeCertificates(place: Place): Promise<void> {
  await mkdir(join(place.folder, 'keys'), { recursive: true, mode: 0o700 });
  // The system's openssl.cnf would add extensions of an authority to every certificate.
  await writeFile(keyFile(place, 'openssl.cnf'), '[req]\ndistinguished_name=name\n[name]\n');
  await request(place, 'authority', '/CN=sigsci-lab', ['-addext', 'basicConstraints=critical,CA:TRUE', '-addext', 'keyUsage=critical,keyCertSign,cRLSign']);
  await Promise.all([...certificates.map((certificate) => issue(place, certificate)), tokenKey(place)]);
}

/** The path of a key (`name.key`) or certificate (`name.crt`). */
export function keyFile(place: Place, file: string): string {
  return join(place.folder, 'keys', file);
}

async function issue(place: Place, { name, user, group, names }: Certificate): Promise<void> {
  const authority = ['-CA', keyFile(place, 'authority.crt'), '-CAkey', keyFile(place, 'authority.key')];
  const use = ['-addext', 'basicConstraints=critical,CA:FALSE', '-addext', `extendedKeyUsage=${names ? 'serverAuth' : 'clientAuth'}`];
  const alternative = names ? ['-addext', `subjectAltName=${names}`] : [];
  await request(place, name, `${group ? `/O=${group}` : ''}/CN=${user}`, [...authority, ...use, ...alternative]);
}

async function request(place: Place, name: string, subject: string, options: readonly string[]): Promise<void> {
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-noenc', '-keyout', keyFile(place, `${name}.key`)];
  const certificate = ['-out', keyFile(place, `${name}.crt`), '-days', '3650', '-subj', subject];
  await run(['openssl', 'req', '-x509', '-config', keyFile(place, 'openssl.cnf'), ...key, ...certificate, ...options]);
}

async function tokenKey(place: Place): Promise<void> {
  const key = keyFile(place, 'tokens.key');
  await run(['openssl', 'genpkey', '-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-256', '-out', key]);
  await run(['openssl', 'pkey', '-in', key, '-pubout', '-out', keyFile(place, 'tokens.pub')]);
}
