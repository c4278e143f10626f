import { apiServer } from './addresses.ts';
import { apiServerDaemon } from './apiserver.ts';
import { answersOk, untilDaemon } from './control-plane.ts';
import { endDaemon, startDaemon } from './daemon.ts';
import { kubeletDaemon } from './kubelet.ts';
import { locked } from './lock.ts';
import type { Place } from './place.ts';
import { clusterPrograms } from './programs.ts';

/** The programs of a lab that can be restarted, and where each says that it works. */
const daemons = {
  kubelet: { daemon: kubeletDaemon, health: 'http://127.0.0.1:10248/healthz' },
  'kube-apiserver': { daemon: apiServerDaemon, health: `${apiServer}/readyz` },
} as const;

/**
 * Lets a daemon of a running lab crash and starts it again; returns when it works, with the seconds in between. The lab
 * is locked meanwhile: who opens it would find it broken and make it anew.
 */
export async function restartDaemon(place: Place, name: keyof typeof daemons): Promise<number> {
  const { daemon, health } = daemons[name];
  const programs = await clusterPrograms();
  return locked(place, async () => {
    const ended = performance.now();
    await endDaemon(place, name);
    await startDaemon(place, daemon(place, programs));
    await untilDaemon(place, name, (requester) => answersOk(requester, health));
    return Math.round((performance.now() - ended) / 100) / 10;
  });
}
