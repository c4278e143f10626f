import type { Layer } from '../../values/layer.ts';
import type { Path } from '../../values/path.ts';
import { imageParts } from '../images.ts';
import { textAt } from '../rule.ts';
import type { Rule } from '../rule.ts';

export default {
  id: 'image-digest-newer-than-tag',
  severity: 'warning',
  summary: 'a digest is not older than the tag beside it',
  check({ values, layers }, report) {
    for (const part of imageParts) {
      const digest = [part, 'image', 'digest'];
      const tag = [part, 'image', 'tag'];
      if (textAt(values, ...digest) === '') continue;
      const digestLayer = lastThatSets(layers, digest);
      const tagLayer = lastThatSets(layers, tag);
      if (digestLayer < 0 || tagLayer <= digestLayer) continue;
      const from = `${layers[tagLayer]?.name} sets the tag, ${layers[digestLayer]?.name} below it the digest`;
      report(tag, `${part}.image.tag has no effect: ${from}, and the digest decides; set ${part}.image.digest with the tag, or to ""`);
    }
  },
} satisfies Rule;

function lastThatSets(layers: readonly Layer[], path: Path): number {
  return layers.findLastIndex((layer) => layer.find(path) !== undefined);
}
