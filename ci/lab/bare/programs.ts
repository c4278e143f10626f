import { existsSync } from 'node:fs';
import { symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { contentKey } from '../../images/content-key.ts';
import { coredns, kubernetes } from '../../pins.ts';
import { cached, cacheRoot } from '../../toolchain/cache.ts';
import { run } from '../../toolchain/run.ts';

const moduleFolder = join(import.meta.dirname, '../cluster');
const names = ['kube-apiserver', 'kube-controller-manager', 'kube-proxy', 'kube-scheduler', 'kubelet'];

/**
 * The folder with Kubernetes' five programs and coredns, built from the Go module when the cache has none for
 * the pinned versions and the present sources (about 6 minutes on two cores, then 180 MB).
 */
export async function clusterPrograms(signal?: AbortSignal): Promise<string> {
  return cached(await cacheKey(), (folder) => build(folder, signal));
}

/** Whether `clusterPrograms` needs Go. */
export async function programsAreBuilt(): Promise<boolean> {
  return existsSync(join(cacheRoot(), await cacheKey()));
}

async function cacheKey(): Promise<string> {
  return `cluster-${kubernetes.version}-${coredns.version}-${await contentKey([moduleFolder])}`;
}

async function build(folder: string, signal?: AbortSignal): Promise<void> {
  const flags = ['-trimpath', '-buildvcs=false', '-ldflags', `-s -w ${versionFlags()}`];
  const env = { ...process.env, CGO_ENABLED: '0', GOFLAGS: '-mod=readonly' };
  await run(['go', 'build', ...flags, '-o', `${folder}/`, './kubernetes', './coredns'], { cwd: moduleFolder, env, ...(signal && { signal }) });
  for (const name of names) await symlink('kubernetes', join(folder, name));
}

/** Without these the API server reports v0.0.0. Source: https://github.com/kubernetes/kubernetes/blob/v1.34.4/hack/lib/version.sh */
function versionFlags(): string {
  const [major, minor] = kubernetes.version.split('.');
  const values = { gitVersion: `v${kubernetes.version}`, gitMajor: major, gitMinor: minor, gitTreeState: 'clean' };
  const packages = ['k8s.io/component-base/version', 'k8s.io/client-go/pkg/version'];
  return packages.flatMap((path) => Object.entries(values).map(([name, value]) => `-X ${path}.${name}=${value}`)).join(' ');
}
