import { labName } from '../../test/support/lab.ts';
import { openBackend } from '../lab/lab.ts';
import type { Setting } from '../lab/setting.ts';
import { attempt } from '../toolchain/run.ts';

/** Ends the lab that the end-to-end tests share, or removes what they needed in an existing cluster, unless the caller named one of his own. */
export async function takeDown(setting: Setting): Promise<void> {
  if (process.env['SIGSCI_LAB']) return;
  if (setting.backend === 'existing') return leaveCluster(setting);
  const { code, stderr } = await attempt([process.execPath, '--import', 'tsx', 'ci/lab/main.ts', 'down', '--name', labName]);
  if (code !== 0) process.stderr.write(stderr);
}

/** A cluster that has gone meanwhile must not hide what the tests found. */
async function leaveCluster(setting: Setting): Promise<void> {
  const cluster = openBackend(setting, labName);
  await cluster.then((backend) => backend.down()).catch((error: Error) => process.stderr.write(`test: ${error.message}\n`));
}
