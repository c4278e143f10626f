import { imageName } from '../images.ts';
import { textAt } from '../rule.ts';
import type { Rule } from '../rule.ts';

export default {
  id: 'controller-image-has-module',
  severity: 'error',
  summary: "the controller's image holds the WAF module that the chart loads",
  check({ values }, report) {
    const name = imageName(values, 'controller');
    const loads = textAt(values, 'agent', 'mode') !== 'none' && textAt(values, 'module', 'text', 'loadModule') === '';
    if (!loads || !/(^|\/)ingress-nginx\/controller(-chroot)?$/.test(name)) return;
    const path = ['controller', 'image', textAt(values, 'controller', 'image', 'repository') === '' ? 'image' : 'repository'];
    report(path, `${path.join('.')} makes the image ${name}, which holds no WAF module, so no new pod becomes ready; remove it, or set agent.mode to none`);
  },
} satisfies Rule;
