import { upstreamDigests } from '../../chart/bundled-chart.gen.ts';
import { imageName, imageParts } from '../images.ts';
import { textAt } from '../rule.ts';
import type { Rule } from '../rule.ts';

export default {
  id: 'no-upstream-digest',
  severity: 'error',
  summary: "no digest of ingress-nginx's own images stands beside the WAF's image",
  check({ values }, report) {
    for (const part of imageParts) {
      const digest = textAt(values, part, 'image', 'digest');
      const name = imageName(values, part);
      if (!upstreamDigests.includes(digest) || /ingress-nginx\/[^/]+$/.test(name)) continue;
      report([part, 'image', 'digest'], `${part}.image.digest is one of ingress-nginx's own, which ${name} does not hold; remove it`);
    }
  },
} satisfies Rule;
