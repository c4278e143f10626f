import { requesterOver } from '../requester.ts';
import type { Requester } from '../requester.ts';
import { insideCommand } from './bundle.ts';
import { enterNetwork } from './inside.ts';
import type { Place } from './place.ts';

export type { Requester } from '../requester.ts';

/** Sends requests from inside the lab's network, which a process cannot enter by itself in JavaScript. */
export function requesterFor(place: Place): Requester {
  return requesterOver(async () => ({ words: [...enterNetwork(place), ...insideCommand(place, 'request')] }));
}
