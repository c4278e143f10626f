/** Upgrades under load: nothing fails and nothing passes uninspected. */
import { suite } from 'uvu';
import { openSite } from './support/site.ts';
import { nothingLost } from './support/verdict.ts';

const site = await openSite('rollouts');
const rollouts = suite('upgrades under load');
rollouts.after(() => site.remove());

rollouts('new image tags', async () => {
  const measured = await site.underLoad({ id: "upgrade-image-tags", event: "helm upgrade to new image tags" }, () => site.upgrade(['controller.image.tag=v1.15.8', 'agent.image.tag=4.84.1']));
  nothingLost(measured);
});

rollouts.run();
