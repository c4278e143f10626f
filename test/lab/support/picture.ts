import { readFile, readdir, readlink } from 'node:fs/promises';
import { initProcess } from '../../../ci/lab/bare/init.ts';
import { knownPlace, labNames } from '../../../ci/lab/bare/known-labs.ts';
import { run } from '../../../ci/toolchain/run.ts';

/** Folders in which a cluster's programs are known to write outside their own. */
const folders = ['/run', '/run/netns', '/run/containerd', '/run/containerd/s', '/var/lib', '/var/lib/sigsci-lab', '/var/lib/cni', '/var/lib/kubelet', '/var/log', '/var/log/pods', '/opt', '/etc/cni', '/usr/libexec'];
const settings = ['vm.overcommit_memory', 'vm.panic_on_oom', 'kernel.panic', 'kernel.panic_on_oops', 'net.ipv4.ip_forward'];

/**
 * What of the machine a lab could leave changed: processes outside the machine's own namespaces, mounts, links,
 * namespaces, firewall rules, control groups, folders and kernel settings. Labs other than `own` are left out,
 * because somebody may work in them meanwhile.
 */
export async function picture(own: readonly string[]): Promise<string[]> {
  const others = (await labNames()).filter((name) => !own.includes(name));
  const parts = await Promise.all([processes(others), mounts(), links(), firewall(), groups(), entries(), values()]);
  const foreign = (line: string): boolean => others.some((name) => line.split('/').some((word) => word === name || word === `sigsci-lab-${name}`));
  return parts.flat().filter((line) => !foreign(line));
}

/** What the second picture has more (+) or less (-) than the first. */
export function changes(before: readonly string[], after: readonly string[]): string[] {
  const added = after.filter((line) => !before.includes(line)).map((line) => `+ ${line}`);
  return [...added, ...before.filter((line) => !after.includes(line)).map((line) => `- ${line}`)];
}

/** Processes of the machine's first PID namespace come and go; of those only the ones that name a lab count. */
async function processes(others: readonly string[]): Promise<string[]> {
  const first = await readlink('/proc/self/ns/pid');
  const foreign = new Set(await Promise.all(others.map(pidNamespace)));
  const found: string[] = [];
  for (const pid of (await readdir('/proc')).filter((name) => /^\d+$/.test(name))) {
    const namespace = await readlink(`/proc/${pid}/ns/pid`).catch(() => first);
    const command = (await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')).split('\0').join(' ');
    const group = await readFile(`/proc/${pid}/cgroup`, 'utf8').catch(() => '');
    if (others.some((name) => group.includes(`/sigsci-lab-${name}/`))) continue;
    if (namespace !== first ? !foreign.has(namespace) : command.includes('/var/lib/sigsci-lab/')) found.push(`process ${namespace} ${command}`);
  }
  return found;
}

async function pidNamespace(lab: string): Promise<string> {
  const init = await initProcess(await knownPlace(lab));
  return readlink(`/proc/${init}/ns/pid`).catch(() => '');
}

async function mounts(): Promise<string[]> {
  const text = await readFile('/proc/self/mountinfo', 'utf8');
  return text.trim().split('\n').map((line) => `mount ${line.split(' ')[4]}`);
}

async function links(): Promise<string[]> {
  return (await run(['ip', '-o', 'link'])).trim().split('\n').map((line) => `link ${line.split(':')[1]?.trim()}`);
}

async function firewall(): Promise<string[]> {
  return (await run(['iptables-save'])).split('\n').filter((line) => /^[-:]/.test(line)).map((line) => `rule ${line.replace(/\[.*\]/, '')}`);
}

async function groups(): Promise<string[]> {
  const names = await readdir('/sys/fs/cgroup', { withFileTypes: true });
  const hierarchies = names.filter((entry) => entry.isDirectory()).map((entry) => `/sys/fs/cgroup/${entry.name}`);
  return (await Promise.all(['/sys/fs/cgroup', ...hierarchies].map((folder) => list('group', folder)))).flat().filter((line) => /\/[^/.]*(lab|kube|pod)[^/.]*$/.test(line));
}

async function entries(): Promise<string[]> {
  return (await Promise.all(folders.map((folder) => list('entry', folder)))).flat();
}

async function list(kind: string, folder: string): Promise<string[]> {
  return (await readdir(folder).catch(() => [])).map((name) => `${kind} ${folder}/${name}`);
}

function values(): Promise<string[]> {
  return Promise.all(settings.map(async (name) => `setting ${name}=${(await readFile(`/proc/sys/${name.replaceAll('.', '/')}`, 'utf8')).trim()}`));
}
