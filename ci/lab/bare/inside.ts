import { spawn } from 'node:child_process';
import { mkdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import type { ExecOptions } from '../backend.ts';
import { attempt } from '../../toolchain/run.ts';
import type { Result } from '../../toolchain/run.ts';
import { tool } from '../../toolchain/tool.ts';
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
  const env = { ...(await insideEnvironment(place, options.tools)), ...options.env };
  const words = [...enterNetwork(place), ...command];
  const { input, cwd, signal, onOutput } = options;
  const settings = { env, ...(cwd && { cwd }), ...(signal && { signal }), ...(onOutput && { onOutput }) };
  if (options.interactive) return interactive(words, settings);
  return attempt(words, { ...settings, ...(input !== undefined && { input }) });
}

/** No proxy, because nothing outside is reachable; helm and kubectl keep their caches in the lab's folder. */
async function insideEnvironment(place: Place, tools: readonly ToolName[] = ['helm4', 'kubectl']): Promise<NodeJS.ProcessEnv> {
  const own = Object.entries(process.env).filter(([name]) => !/^(https?|all|no)_proxy$/i.test(name));
  const caches = (name: string): string => join(place.folder, 'caches', name);
  return {
    ...Object.fromEntries(own),
    KUBECONFIG: kubeconfigOf(place),
    PATH: `${await programFolder(place, tools)}:${process.env['PATH'] ?? ''}:${systemPath}`,
    KUBECACHEDIR: caches('kubectl'),
    HELM_CACHE_HOME: caches('helm/cache'),
    HELM_CONFIG_HOME: caches('helm/config'),
    HELM_DATA_HOME: caches('helm/data'),
    CONTAINERD_ADDRESS: containerdSocket(place),
    CONTAINERD_NAMESPACE: 'k8s.io',
  };
}

/** A folder of links to the asked programs, under the names that people type. */
async function programFolder(place: Place, tools: readonly ToolName[]): Promise<string> {
  const folder = join(place.folder, 'programs', [...tools].sort().join('+') || 'none');
  await mkdir(folder, { recursive: true });
  for (const name of tools) {
    await symlink(await tool(name), join(folder, name.replace(/^helm\d$/, 'helm'))).catch(ignoreExisting);
  }
  return folder;
}

/** Ctrl-C reaches the command through the terminal; this process waits for its end. */
function interactive(words: readonly string[], settings: { env: NodeJS.ProcessEnv; cwd?: string; signal?: AbortSignal }): Promise<Result> {
  const [program = '', ...args] = words;
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { ...settings, stdio: 'inherit' });
    child.on('error', reject);
    child.on('close', (code, killedBy) => resolve({ code: code ?? (killedBy ? 130 : 1), stdout: '', stderr: '' }));
  });
}

function ignoreExisting(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EEXIST') throw error;
}
