import { settingOf } from '../../../../ci/lab/setting.ts';

const doubles = settingOf(process.env).images === 'doubles';

/** What replaces every pod: the doubles have a second tag of the same image; of the vendor's images no two tags are known to fit. */
export const newImages: readonly string[] = doubles
  ? ['controller.image.tag=v1.15.8', 'agent.image.tag=4.84.1']
  : ['controller.podAnnotations.replaced=once', 'agent.service.podAnnotations.replaced=once'];

/** The event in words. */
export const newImagesEvent = doubles ? 'helm upgrade to new image tags' : 'helm upgrade that replaces every pod';
