import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, resolve } from 'node:path';
import { UserError } from '../errors.ts';
import { atLeast } from './version.ts';
import type { Version } from './version.ts';

/** A program of others that a command calls. */
export interface Tool {
  readonly name: 'helm' | 'ct' | 'kubectl' | 'git';
  /** The commands that need it, for people. */
  readonly neededBy: string;
  /** The supported versions, for people. */
  readonly range: string;
  readonly supports: (version: Version) => boolean;
  /** Arguments that make it print its version without asking a cluster. */
  readonly versionArguments: readonly string[];
  /** Where to get it. */
  readonly source: string;
}

export const tools: Readonly<Record<Tool['name'], Tool>> = {
  helm: {
    name: 'helm',
    neededBy: 'snapshot, images, ct',
    range: '>=3.17, or 4',
    supports: (version) => atLeast(version, [3, 17, 0]) && version[0] <= 4,
    versionArguments: ['version', '--template', '{{ .Version }}'],
    source: 'https://helm.sh/docs/intro/install/',
  },
  ct: {
    name: 'ct',
    neededBy: 'ct',
    range: '>=3.14, below 4',
    supports: (version) => atLeast(version, [3, 14, 0]) && version[0] < 4,
    versionArguments: ['version'],
    source: 'https://github.com/helm/chart-testing#installation',
  },
  kubectl: {
    name: 'kubectl',
    neededBy: 'ct install',
    range: '>=1.29',
    supports: (version) => atLeast(version, [1, 29, 0]),
    versionArguments: ['version', '--client'],
    source: 'https://kubernetes.io/docs/tasks/tools/',
  },
  git: {
    name: 'git',
    neededBy: 'the pre-commit hook',
    range: '>=2.17',
    supports: (version) => atLeast(version, [2, 17, 0]),
    versionArguments: ['version'],
    source: 'https://git-scm.com/downloads',
  },
};

/** The environment variable that names a tool's program: SIGSCI_HELM, SIGSCI_CT, … */
export function environmentName(name: Tool['name']): string {
  return `SIGSCI_${name.toUpperCase()}`;
}

/** What a user whose tool is missing or too old can do. */
export function remedy({ name, source }: Tool): string {
  return `install it (${source}), or name the program by ${environmentName(name)}`;
}

/** A tool's program: what its environment variable names, else the first on PATH; undefined when there is none. */
export function findTool(name: Tool['name'], env: NodeJS.ProcessEnv, cwd: string): string | undefined {
  const named = env[environmentName(name)];
  if (named) return isProgram(resolve(cwd, named)) ? resolve(cwd, named) : undefined;
  const folders = (env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  return folders.map((folder) => resolve(cwd, folder, name)).find(isProgram);
}

/** As `findTool`, but a missing tool is a UserError that says how to get it. */
export function requireTool(name: Tool['name'], env: NodeJS.ProcessEnv, cwd: string): string {
  const found = findTool(name, env, cwd);
  if (found !== undefined) return found;
  const named = env[environmentName(name)];
  const where = named ? `at ${environmentName(name)}=${named}` : 'on PATH';
  throw new UserError(`${name} not found ${where}; ${remedy(tools[name])}`);
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
