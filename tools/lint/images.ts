import type { ValueMap } from '../values/value.ts';
import { mapAt, textAt } from './rule.ts';

/** The two images of the chart, by the key they stand below. */
export const imageParts = ['controller', 'agent'] as const;
export type ImagePart = (typeof imageParts)[number];

/** An image's name without tag and digest, as the chart's template `_image.tpl` builds it. */
export function imageName(values: ValueMap, part: ImagePart): string {
  const image = mapAt(values, part, 'image');
  const registry = textAt(image, 'registry') || textAt(values, 'global', 'image', 'registry') || 'docker.io';
  return textAt(image, 'repository') || `${registry}/${textAt(image, 'image')}`;
}
