import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { configureAudit } from './apiserver.ts';
import { bundlePrograms } from './bundle.ts';
import { makeCertificates } from './certificates.ts';
import { makeCgroup } from './cgroup.ts';
import { configureContainerd } from './containerd.ts';
import { configureCoreDns } from './coredns.ts';
import { startInit } from './init.ts';
import { writeKubeconfigs } from './kubeconfig.ts';
import { configureKubelet } from './kubelet.ts';
import { makeNetwork } from './network.ts';
import type { Place } from './place.ts';
import { configureProxy } from './proxy.ts';
import { writePlace } from './known-labs.ts';

/** Everything of a lab that is no daemon: folder, network, control group, keys, settings, namespaces. */
export async function makeFrame(place: Place, signal?: AbortSignal): Promise<void> {
  for (const name of ['logs', 'run']) await mkdir(join(place.folder, name), { recursive: true });
  // First of all the names that a clean-up needs.
  await writePlace(place);
  await makeNetwork(place);
  await makeCgroup(place);
  await startInit(place, signal);
  await makeCertificates(place);
  await writeKubeconfigs(place);
  for (const configure of [configureAudit, configureContainerd, configureKubelet, configureProxy, configureCoreDns, bundlePrograms]) await configure(place);
}
