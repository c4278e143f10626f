import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { UserError } from '../../../tools/errors.ts';
import { missingPackages } from '../../toolchain/debian.ts';
import { systemPath } from './environment.ts';
import { programsAreBuilt } from './programs.ts';

/** The Debian packages whose programs a lab runs; curl is for those who look around in it. */
export const packages = ['busybox-static', 'containerd', 'containernetworking-plugins', 'curl', 'etcd-server', 'iproute2', 'iptables', 'mount', 'openssl', 'runc'];

/** What of this machine decides whether a lab can run here. */
export interface Machine {
  readonly platform: string;
  readonly isRoot: boolean;
  /** Whether it may make namespaces, mounts and links; root of a common container may not. */
  readonly isPrivileged: boolean;
  readonly hasProgram: (name: string) => boolean;
  readonly missingPackages: readonly string[];
  readonly programsAreBuilt: boolean;
}

/** Throws one UserError that names everything that is missing and cannot be installed by the lab itself. */
export async function requirePrerequisites(): Promise<void> {
  const missing = missingPrerequisites(await thisMachine());
  if (missing.length > 0) throw new UserError(`the lab cannot run here, missing: ${missing.join('; ')}`);
}

/** Throws a UserError unless this process may enter and remove labs. */
export function requireRoot(): void {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) throw new UserError('a lab can be used only on Linux and as root; run it with sudo');
}

/** One phrase for each missing prerequisite. */
export function missingPrerequisites(machine: Machine): string[] {
  const missing: string[] = [];
  if (machine.platform !== 'linux') return [`Linux (this is ${machine.platform}; use a Debian machine or container)`];
  if (!machine.isRoot) missing.push('root (namespaces and containers need it; run it with sudo)');
  else if (!machine.isPrivileged) missing.push('CAP_SYS_ADMIN and CAP_NET_ADMIN (in a container: run it privileged)');
  if (!machine.programsAreBuilt && !machine.hasProgram('go')) missing.push('Go 1.24 or newer (to build Kubernetes once)');
  if (machine.missingPackages.length > 0 && !machine.hasProgram('apt-get'))
    missing.push(`apt, to install ${machine.missingPackages.join(', ')}`);
  for (const program of ['nsenter', 'unshare', 'setsid', 'flock', 'bash']) {
    if (!machine.hasProgram(program)) missing.push(program);
  }
  return missing;
}

async function thisMachine(): Promise<Machine> {
  const linux = process.platform === 'linux';
  return {
    platform: process.platform,
    isRoot: process.getuid?.() === 0,
    isPrivileged: linux && (await isPrivileged()),
    hasProgram,
    missingPackages: linux ? await missingHere() : [],
    programsAreBuilt: await programsAreBuilt(),
  };
}

/** Without dpkg nothing counts as installed. */
async function missingHere(): Promise<readonly string[]> {
  return hasProgram('dpkg-query') ? missingPackages(packages) : packages;
}

/** Bits of CapEff, see capabilities(7): 12 is CAP_NET_ADMIN, 21 CAP_SYS_ADMIN. */
async function isPrivileged(): Promise<boolean> {
  const effective = BigInt(`0x${/^CapEff:\s+(\w+)/m.exec(await readFile('/proc/self/status', 'utf8'))?.[1] ?? '0'}`);
  return [12n, 21n].every((bit) => (effective >> bit) % 2n === 1n);
}

function hasProgram(name: string): boolean {
  return (process.env['PATH'] ?? systemPath).split(':').some((folder) => existsSync(join(folder, name)));
}
