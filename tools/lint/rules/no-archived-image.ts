import { imageName } from '../images.ts';
import type { Rule } from '../rule.ts';

export default {
  id: 'no-archived-image',
  severity: 'warning',
  summary: 'the controller image is of a line that still gets fixes',
  check({ values }, report) {
    const name = imageName(values, 'controller');
    if (!/\/sigsci-nginx-ingress-controller$/.test(name)) return;
    const found = `the image ${name} rests on ingress-nginx itself, archived on 2026-03-24: no fixes come any more`;
    const image = ['controller', 'image', 'image'];
    report(['controller', 'image', 'repository'], `${found}; use signalsciences/sigsci-nginx-ingress-controller-chainguard`, [image]);
  },
} satisfies Rule;
