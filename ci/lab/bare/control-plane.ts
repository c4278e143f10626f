import { existsSync } from 'node:fs';
import { apiServer } from './addresses.ts';
import { apiServerDaemon } from './apiserver.ts';
import { containerdDaemon } from './containerd.ts';
import { controllerManagerDaemon } from './controller-manager.ts';
import { isRunning, logTail, startDaemon } from './daemon.ts';
import { etcdDaemon } from './etcd.ts';
import type { Place } from './place.ts';
import { containerdSocket } from './place.ts';
import { requesterFor } from './request.ts';
import type { Requester } from './request.ts';
import { schedulerDaemon } from './scheduler.ts';
import { until } from './until.ts';

/** Starts store, API server, controllers, scheduler, and containerd beside them; returns when the API answers. */
export async function startControlPlane(place: Place, programs: string, signal?: AbortSignal): Promise<void> {
  await startDaemon(place, etcdDaemon(place));
  await startDaemon(place, containerdDaemon(place));
  await startDaemon(place, apiServerDaemon(place, programs));
  await untilDaemon(place, 'kube-apiserver', (request) => answersOk(request, `${apiServer}/readyz`), signal);
  await startDaemon(place, controllerManagerDaemon(place, programs));
  await startDaemon(place, schedulerDaemon(place, programs));
  await untilDaemon(place, 'containerd', async () => existsSync(containerdSocket(place)), signal);
}

/** Waits for `check`; says at once when the daemon has ended, and what it wrote last. */
export async function untilDaemon(place: Place, name: string, check: (requester: Requester) => Promise<boolean>, signal?: AbortSignal): Promise<void> {
  const started = performance.now();
  const requester = requesterFor(place);
  const checkAlive = async (): Promise<boolean> => {
    if (await check(requester)) return true;
    // The record of a daemon appears a moment after its start.
    if (performance.now() - started > 2000 && !(await isRunning(place, name))) throw new Error(`${name} has ended:\n${await logTail(place, name)}`);
    return false;
  };
  await until(name, checkAlive, { explain: () => logTail(place, name), ...(signal && { signal }) }).finally(requester.close);
}

/** Whether this address inside the lab answers with 200. */
export async function answersOk(requester: Requester, url: string): Promise<boolean> {
  const response = await requester.send({ url, timeout: 2000 }).catch(() => undefined);
  return response?.status === 200;
}
