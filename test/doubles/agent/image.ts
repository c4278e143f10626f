import { chmod, chown, readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { addAccounts } from '../../../ci/images/accounts.ts';
import { builtImage } from '../../../ci/images/built-image.ts';
import type { BuiltImage, ImageRecipe } from '../../../ci/images/built-image.ts';
import { addPrograms, libraryClosure } from '../../../ci/images/programs.ts';
import { addFolder, frameRoot } from '../../../ci/images/root.ts';
import { bundleDouble, bundler } from '../bundle.ts';

const here = dirname(fileURLToPath(import.meta.url));
const lockFile = fileURLToPath(new URL('../../../package-lock.json', import.meta.url));
const user = { name: 'sigsci', uid: 100, gid: 101, home: '/sigsci' };
const interpreter = '/sigsci/bin/node';
/** For the preStop hook, exec probes, and tests that bring faults in through kubectl exec. */
const tools = ['sh', 'cat', 'sleep', 'rm', 'dd', 'ls', 'kill', 'touch', 'mv', 'df'];

/** The image of the agent double under the name that the chart's defaults give it behind the lab's registry. */
export async function agentImage(): Promise<BuiltImage> {
  return builtImage(await agentRecipe());
}

/**
 * The vendor's layout: user `sigsci` owns the program and its folders, modes 0500 and 0700, so that no other user can
 * run it; the writable volume is /sigsci/tmp. The program is a script, and its interpreter is a node of its own.
 */
export async function agentRecipe(): Promise<ImageRecipe> {
  const programs = { [interpreter]: process.execPath, ...Object.fromEntries(tools.map((name) => [`/usr/bin/${name}`, `/bin/${name}`])) };
  return {
    name: 'sigsci.lab/signalsciences/sigsci-agent:4.84.0',
    nextTag: '4.84.1',
    config: {
      user: user.name,
      entrypoint: ['/sigsci/bin/sigsci-agent'],
      env: { SIGSCI_RPC_ADDRESS: '/sigsci/tmp/sigsci.sock', SIGSCI_SHARED_CACHE_DIR: '/sigsci/tmp/cache' },
      volumes: ['/sigsci/tmp'],
      workingDirectory: '/sigsci',
      labels: { 'org.opencontainers.image.title': 'agent double of sigsci-ingress' },
    },
    sources: [here, bundler, lockFile, ...Object.values(programs), ...(await libraryClosure(Object.values(programs)))],
    layers: [
      async (root) => {
        await frameRoot(root);
        await addAccounts(root, [user]);
        await addPrograms(root, programs);
        await giveToUser(root);
      },
      async (root) => {
        await addFolder(root, '/sigsci/bin');
        await bundleDouble(here, join(root, 'sigsci/bin/sigsci-agent'), interpreter);
        await giveToUser(root);
      },
    ],
  };
}

async function giveToUser(root: string): Promise<void> {
  await addFolder(root, '/sigsci/tmp', 0o700);
  const programs = (await readdir(join(root, 'sigsci/bin'))).map((name) => `/sigsci/bin/${name}`);
  const modes = { '/sigsci/bin': 0o700, '/sigsci': 0o500, ...Object.fromEntries(programs.map((path) => [path, 0o500])) };
  for (const [path, mode] of Object.entries(modes)) await chmod(join(root, path), mode);
  for (const path of [...Object.keys(modes), '/sigsci/tmp']) await chown(join(root, path), user.uid, user.gid);
}
