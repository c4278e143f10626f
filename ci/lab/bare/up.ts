import { existsSync } from 'node:fs';
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Steps } from '../steps.ts';
import { startControlPlane } from './control-plane.ts';
import { isRunning } from './daemon.ts';
import { makeFrame } from './frame.ts';
import { locked } from './lock.ts';
import { startNode } from './node.ts';
import type { Place } from './place.ts';
import { requirePrerequisites } from './prerequisites.ts';
import { supply } from './supply.ts';
import type { Supplies } from './supply.ts';
import { removeFolder, tearDown } from './teardown.ts';

/** Every program of a running lab. */
export const daemonNames = ['etcd', 'containerd', 'kube-apiserver', 'kube-controller-manager', 'kube-scheduler', 'kubelet', 'kube-proxy', 'coredns', 'load-balancer'];

/** Brings the lab up unless it runs. What an interrupted or damaged earlier one left is removed first. */
export async function up(place: Place, steps: Steps, signal?: AbortSignal): Promise<void> {
  if (await isUp(place)) return;
  await requirePrerequisites();
  const supplies = await supply(steps, signal);
  await locked(place, () => upOrNothing(place, supplies, steps, signal), signal);
}

/** After an interruption nothing is left; after a fault everything, for a look at the logs. */
async function upOrNothing(place: Place, supplies: Supplies, steps: Steps, signal?: AbortSignal): Promise<void> {
  if (await isUp(place)) return;
  try {
    if (await isDirty(place)) await steps('removal of what an earlier one left', () => tearDown(place));
    await bringUp(place, supplies, steps, signal);
  } catch (error) {
    if (signal?.aborted) await tearDown(place).then(() => removeFolder(place));
    throw error;
  }
}

/** Whether the lab came up wholly and all its programs still run. */
export async function isUp(place: Place): Promise<boolean> {
  if (!existsSync(readyFile(place))) return false;
  return (await Promise.all(daemonNames.map((name) => isRunning(place, name)))).every(Boolean);
}

async function bringUp(place: Place, supplies: Supplies, steps: Steps, signal?: AbortSignal): Promise<void> {
  await steps('network, certificates and settings', () => makeFrame(place, signal));
  await steps('etcd, API server and controllers', () => startControlPlane(place, supplies.programs, signal));
  await steps('node, service network and DNS', () => startNode(place, supplies, signal));
  await writeFile(readyFile(place), '');
}

async function isDirty(place: Place): Promise<boolean> {
  return (await readdir(place.folder)).length > 0;
}

function readyFile(place: Place): string {
  return join(place.folder, 'ready');
}
