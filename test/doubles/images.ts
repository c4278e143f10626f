import type { BuiltImage } from '../../ci/images/built-image.ts';
import { agentImage } from './agent/image.ts';
import { controllerImage } from './controller/image.ts';
import { defaultBackendImage } from './default-backend/image.ts';

export type DoubleImage = BuiltImage;

/** The images of the doubles, each built when the cache lacks it. */
export function doubleImages(): Promise<DoubleImage[]> {
  return Promise.all([agentImage(), controllerImage(), defaultBackendImage()]);
}
