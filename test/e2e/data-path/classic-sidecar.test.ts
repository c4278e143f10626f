/** The agent as a plain second container, for clusters without native sidecars. */
import { suite } from 'uvu';
import { openSite } from './support/site.ts';
import { gapSeconds } from './support/uninspected.ts';
import { nothingLost } from './support/verdict.ts';

const words = ['agent.sidecar.native=false'];
const site = await openSite('classic-sidecar', words);
const classic = suite('the classic sidecar');
classic.after(() => site.remove());

classic('upgrade to new image tags', async () => {
  const measured = await site.underLoad(
    { id: 'classic-upgrade-image-tags', event: 'helm upgrade to new image tags', mode: 'classic sidecar' },
    () => site.upgrade([...words, 'controller.image.tag=v1.15.8', 'agent.image.tag=4.84.1']),
    { tail: 20, figures: ({ account }) => ({ uninspected: gapSeconds(account) }) },
  );
  nothingLost(measured);
});

classic.run();
