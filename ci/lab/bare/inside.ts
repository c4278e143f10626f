import { join } from 'node:path';
import type { ExecOptions } from '../backend.ts';
import { execute } from '../execute.ts';
import { programFolder } from '../../toolchain/program-folder.ts';
import type { Result } from '../../toolchain/run.ts';
import type { ToolName } from '../../toolchain/tool.ts';
import { systemPath } from './environment.ts';
import type { Place } from './place.ts';
import { containerdSocket, kubeconfigOf } from './place.ts';

/** The words in front of a command that move it into the lab's network; files and processes stay the machine's. */
export function enterNetwork(place: Place): string[] {
  return ['nsenter', `--net=/run/netns/${place.namespace}`, '--'];
}

/** Runs a command in the lab's network with KUBECONFIG set; see `Backend.exec`. */
export async function execInside(place: Place, command: readonly string[], options: ExecOptions = {}): Promise<Result> {
  return execute([...enterNetwork(place), ...command], await insideEnvironment(place, options.tools), options);
}

/** No proxy, because nothing outside is reachable; helm and kubectl keep their caches in the lab's folder. */
async function insideEnvironment(place: Place, tools: readonly ToolName[] = ['helm4', 'kubectl']): Promise<NodeJS.ProcessEnv> {
  const own = Object.entries(process.env).filter(([name]) => !/^(https?|all|no)_proxy$/i.test(name));
  const caches = (name: string): string => join(place.folder, 'caches', name);
  return {
    ...Object.fromEntries(own),
    KUBECONFIG: kubeconfigOf(place),
    PATH: `${await programFolder(tools)}:${process.env['PATH'] ?? ''}:${systemPath}`,
    KUBECACHEDIR: caches('kubectl'),
    HELM_CACHE_HOME: caches('helm/cache'),
    HELM_CONFIG_HOME: caches('helm/config'),
    HELM_DATA_HOME: caches('helm/data'),
    CONTAINERD_ADDRESS: containerdSocket(place),
    CONTAINERD_NAMESPACE: 'k8s.io',
  };
}
