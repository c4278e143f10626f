import { existsSync } from 'node:fs';
import { chmod, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { attempt, run } from './run.ts';

const policyFile = '/usr/sbin/policy-rc.d';
const aptLock = '/run/sigsci-ingress-apt.lock';
const policyMark = '# sigsci-ingress: no service is started while its packages are installed, by process';

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
  await removeAbandonedPolicy();
  const missing = await missingPackages(names);
  if (missing.length === 0) return;
  process.stderr.write(`installing ${missing.join(', ')} by apt ...\n`);
  await forbidServices();
  try {
    await apt('update');
    await apt('install', '--no-install-recommends', ...missing);
  } finally {
    if ((await policyOwner()) === process.pid) await rm(policyFile, { force: true });
  }
}

/** Unpacks a Debian package into `folder` without installing it, so that it brings no service; as root with fresh lists of packages. */
export async function unpackPackage(name: string, folder: string): Promise<void> {
  if (process.getuid?.() === 0) await apt('update');
  await run(['apt-get', '-q', 'download', name], { cwd: folder });
  for (const file of (await readdir(folder)).filter((entry) => entry.endsWith('.deb'))) {
    await run(['dpkg-deb', '-x', join(folder, file), folder]);
    await rm(join(folder, file));
  }
}

/** Removes what a killed `ensurePackages` left on the machine; a policy of the machine's owner stays. */
export async function removeAbandonedPolicy(): Promise<void> {
  const owner = await policyOwner();
  if (owner !== undefined && !existsSync(`/proc/${owner}`)) await rm(policyFile, { force: true });
}

/**
 * In a session of its own: a dpkg that Ctrl-C interrupts would leave the machine with half-installed packages. One after
 * the other: DPkg::Lock::Timeout does not cover the lock of the package lists, on which a second `update` fails at once.
 */
async function apt(...words: readonly string[]): Promise<void> {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', PATH: `${process.env['PATH'] ?? ''}:/usr/sbin:/sbin` };
  await run(['flock', aptLock, 'apt-get', '-q', '-y', '-o', 'DPkg::Lock::Timeout=300', ...words], { env, detached: true });
}

async function forbidServices(): Promise<void> {
  if (existsSync(policyFile)) return;
  await writeFile(policyFile, `#!/bin/sh\n${policyMark} ${process.pid}\nexit 101\n`);
  await chmod(policyFile, 0o755);
}

/** The process that wrote the present policy, if it is one of ours. */
async function policyOwner(): Promise<number | undefined> {
  const line = (await readFile(policyFile, 'utf8').catch(() => '')).split('\n')[1] ?? '';
  return line.startsWith(policyMark) ? Number(line.slice(policyMark.length)) : undefined;
}
