import { removeAbandonedPolicy } from '../../toolchain/debian.ts';
import type { Steps } from '../steps.ts';
import type { Backend } from '../backend.ts';
import { importImages } from './images.ts';
import { execInside } from './inside.ts';
import { locked } from './lock.ts';
import type { Place } from './place.ts';
import { requesterFor } from './request.ts';
import { removeFolder, tearDown } from './teardown.ts';
import { up } from './up.ts';

/** A cluster from packages on this machine: brought up, or attached to when it runs. */
export async function openBare(place: Place, steps: Steps, signal?: AbortSignal): Promise<Backend> {
  await up(place, steps, signal);
  const requester = requesterFor(place);
  return {
    exec: (command, options) => execInside(place, command, options),
    loadImages: (archives) => importImages(place, archives),
    requestFromInside: requester.send,
    down: async () => {
      requester.close();
      await removeBare(place);
    },
  };
}

/** Removes the lab in whatever state it is; one that was never made is no error. */
export async function removeBare(place: Place): Promise<void> {
  await locked(place, async () => {
    await tearDown(place);
    await removeFolder(place);
    await removeAbandonedPolicy();
  });
}
