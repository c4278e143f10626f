import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { UserError } from '../../../tools/errors.ts';
import type { Backend } from '../backend.ts';

/** Throws a UserError of one line unless the cluster that the environment's kubeconfig names answers. */
export async function requireCluster(exec: Backend['exec'], env: NodeJS.ProcessEnv = process.env): Promise<void> {
  requireKubeconfig(env);
  const { code, stdout, stderr } = await exec(['kubectl', 'get', '--raw', '/version', '--request-timeout=10s']);
  if (code === 0) return;
  // kubectl repeats what it logs before its last line, which is the reason.
  const said = (stderr.trim() || stdout.trim()).split('\n').at(-1);
  throw new UserError(`no cluster answers (${said}); start one, or name its kubeconfig by KUBECONFIG`);
}

/** kubectl itself would speak of localhost:8080. Without a file it takes the cluster of the pod that it runs in, if it does. */
function requireKubeconfig(env: NodeJS.ProcessEnv): void {
  const named = env['KUBECONFIG'];
  if (!named && env['KUBERNETES_SERVICE_HOST']) return;
  const files = named ? named.split(delimiter).filter(Boolean) : [join(env['HOME'] ?? homedir(), '.kube/config')];
  if (files.some((file) => existsSync(file))) return;
  throw new UserError(`no kubeconfig: ${files.join(' and ')} ${files.length > 1 ? 'do' : 'does'} not exist; name the file of your cluster by KUBECONFIG`);
}
