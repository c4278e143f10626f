/** The agent as a plain second container, for clusters without native sidecars. */
import { suite } from '../../support/suite.ts';
import { newImages, newImagesEvent } from './support/new-images.ts';
import { openSite } from './support/site.ts';
import { gapSeconds } from './support/uninspected.ts';
import { nothingLost } from './support/verdict.ts';

const words = ['agent.sidecar.native=false'];
const site = await openSite('classic-sidecar', words);
const classic = suite('the classic sidecar');
classic.after(() => site.remove());

classic('upgrade to new image tags', async () => {
  const measured = await site.underLoad(
    { id: 'classic-upgrade-image-tags', event: newImagesEvent, mode: 'classic sidecar' },
    () => site.upgrade([...words, ...newImages]),
    { tail: 20, figures: ({ account }) => ({ uninspected: gapSeconds(account) }) },
  );
  nothingLost(measured);
});

classic.run();
