import { existsSync } from 'node:fs';
import { chmod, readFile, rm, writeFile } from 'node:fs/promises';
import { attempt, run } from './run.ts';

const policyFile = '/usr/sbin/policy-rc.d';
const policy = '#!/bin/sh\n# sigsci-ingress: no service is started while its packages are installed\nexit 101\n';

/** Those of the named Debian packages that are not installed. */
export async function missingPackages(names: readonly string[]): Promise<string[]> {
  const { stdout } = await attempt(['dpkg-query', '-W', '-f', '${Package} ${db:Status-Status}\\n', ...names]);
  const installed = new Set(stdout.split('\n').filter((line) => line.endsWith(' installed')).map((line) => line.split(' ')[0]));
  return names.filter((name) => !installed.has(name));
}

/**
 * Installs those of the named Debian packages that are missing; needs root and apt.
 * Services that a package brings (etcd, containerd, nginx) are not started: while apt runs, a policy-rc.d
 * forbids it, as https://people.debian.org/~hmh/invokerc.d-policyrc.d-specification.txt provides for.
 */
export async function ensurePackages(names: readonly string[]): Promise<void> {
  const missing = await missingPackages(names);
  if (missing.length === 0) return removeOwnPolicy();
  process.stderr.write(`installing ${missing.join(', ')} by apt ...\n`);
  // A session of its own: an interrupted dpkg would leave the machine with half-installed packages.
  const options = { env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }, detached: true };
  const apt = ['apt-get', '-q', '-y', '-o', 'DPkg::Lock::Timeout=300'];
  await forbidServices();
  try {
    await run([...apt, 'update'], options);
    await run([...apt, 'install', '--no-install-recommends', ...missing], options);
  } finally {
    await removeOwnPolicy();
  }
}

async function forbidServices(): Promise<void> {
  if (existsSync(policyFile)) return;
  await writeFile(policyFile, policy);
  await chmod(policyFile, 0o755);
}

/** Also removes what a killed run left behind; a policy of the machine's owner stays. */
async function removeOwnPolicy(): Promise<void> {
  const found = await readFile(policyFile, 'utf8').catch(() => '');
  if (found === policy) await rm(policyFile, { force: true });
}
