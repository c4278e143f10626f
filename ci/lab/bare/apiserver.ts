import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { etcd, node, serviceRange } from './addresses.ts';
import { keyFile } from './certificates.ts';
import type { Daemon } from './daemon.ts';
import type { Place } from './place.ts';
import { auditLogOf } from './place.ts';

/** The API server of the cluster whose binaries lie in `programs`. Without an address type logs and exec would look the node's name up in DNS. */
export function apiServerDaemon(place: Place, programs: string): Daemon {
  const key = (file: string): string => keyFile(place, file);
  return {
    name: 'kube-apiserver',
    command: [
      join(programs, 'kube-apiserver'),
      `--etcd-servers=${etcd}`,
      `--bind-address=${node}`,
      `--advertise-address=${node}`,
      '--secure-port=6443',
      `--service-cluster-ip-range=${serviceRange}`,
      `--client-ca-file=${key('authority.crt')}`,
      `--tls-cert-file=${key('kube-apiserver.crt')}`,
      `--tls-private-key-file=${key('kube-apiserver.key')}`,
      '--service-account-issuer=https://kubernetes.default.svc.cluster.local',
      `--service-account-key-file=${key('tokens.pub')}`,
      `--service-account-signing-key-file=${key('tokens.key')}`,
      '--authorization-mode=Node,RBAC',
      '--enable-admission-plugins=NodeRestriction',
      '--allow-privileged',
      `--kubelet-certificate-authority=${key('authority.crt')}`,
      `--kubelet-client-certificate=${key('kube-apiserver-to-kubelet.crt')}`,
      `--kubelet-client-key=${key('kube-apiserver-to-kubelet.key')}`,
      '--kubelet-preferred-address-types=InternalIP',
      `--audit-policy-file=${auditPolicy(place)}`,
      `--audit-log-path=${auditLogOf(place)}`,
      // Megabytes: one file for the whole life of a lab.
      '--audit-log-maxsize=10000',
    ],
  };
}

/** Every call becomes one line, with its user and without its body: a body may hold a Secret. */
export async function configureAudit(place: Place): Promise<void> {
  const policy = { apiVersion: 'audit.k8s.io/v1', kind: 'Policy', omitStages: ['RequestReceived'], rules: [{ level: 'Metadata' }] };
  await writeFile(auditPolicy(place), JSON.stringify(policy));
}

function auditPolicy(place: Place): string {
  return join(place.folder, 'audit-policy.json');
}
