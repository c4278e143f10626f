import { openBare } from './bare/bare.ts';
import { knownPlace } from './bare/known-labs.ts';
import { auditLogOf, kubeconfigOf } from './bare/place.ts';
import type { Backend } from './backend.ts';
import { openExisting } from './existing/existing.ts';
import type { Setting } from './setting.ts';
import { stepsTo } from './steps.ts';

export type { Backend, ExecOptions, InsideRequest, InsideResponse } from './backend.ts';

export interface Lab extends Backend {
  readonly name: string;
  /** Path of an administrator's kubeconfig; its server is reachable from inside only. */
  readonly kubeconfig: string;
  /** Path of the API server's audit log: JSON lines, one for each call, with its user. */
  readonly auditLog: string;
}

export interface LabOptions {
  /** Name of the network namespace; `sigsci-lab-NAME` when absent. */
  readonly namespace?: string;
  /** Ends a bring-up and removes what it has made so far. */
  readonly signal?: AbortSignal;
}

export const defaultName = 'default';

/** Brings the lab of that name up, or attaches to it when it runs. Progress goes to standard error. */
export async function openLab(name = defaultName, options: LabOptions = {}): Promise<Lab> {
  const place = await knownPlace(name, options.namespace);
  const backend = await openBare(place, stepsTo(process.stderr, options.signal), options.signal);
  return { ...backend, name, kubeconfig: kubeconfigOf(place), auditLog: auditLogOf(place) };
}

/** Opens what the setting asks for: the lab of that name, or an existing cluster for the run of that name. */
export async function openBackend(setting: Setting, name: string, signal?: AbortSignal): Promise<Backend> {
  if (setting.backend === 'bare') return openLab(name, signal && { signal });
  return openExisting(name, setting.loadImages, stepsTo(process.stderr));
}
