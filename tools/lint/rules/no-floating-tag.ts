import { imageParts } from '../images.ts';
import { textAt } from '../rule.ts';
import type { Rule } from '../rule.ts';

const mutable = /^(latest|main|master|stable|edge|dev|nightly)$/i;

export default {
  id: 'no-floating-tag',
  severity: 'warning',
  summary: 'a tag that moves is pulled each time',
  check({ values }, report) {
    const switched = [['defaultBackend'], ['agent', 'metrics']].filter((part) => textAt(values, ...part, 'enabled') !== '');
    for (const part of [...imageParts.map((name) => [name]), ...switched]) {
      const tag = textAt(values, ...part, 'image', 'tag');
      const policy = textAt(values, ...part, 'image', 'pullPolicy');
      if (!mutable.test(tag) || policy === 'Always' || textAt(values, ...part, 'image', 'digest') !== '') continue;
      const message = `${part.join('.')}.image.tag is ${tag} with pullPolicy ${policy}: which version runs depends on the node; pin a version, or set pullPolicy to Always`;
      report([...part, 'image', 'tag'], message, [[...part, 'image', 'pullPolicy']]);
    }
  },
} satisfies Rule;
