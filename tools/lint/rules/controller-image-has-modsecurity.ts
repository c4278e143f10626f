import { formatPath } from '../../values/path.ts';
import { imageName } from '../images.ts';
import { settingAt, settingPath } from '../nginx-settings.ts';
import type { Rule } from '../rule.ts';

export default {
  id: 'controller-image-has-modsecurity',
  severity: 'error',
  summary: "ModSecurity is switched on only where the controller's image holds it",
  check({ values }, report) {
    const name = imageName(values, 'controller');
    if (!name.endsWith('sigsci-nginx-ingress-controller-chainguard')) return;
    for (const key of ['enable-modsecurity', 'enable-owasp-modsecurity-crs']) {
      if (settingAt(values, key) !== 'true') continue;
      const path = settingPath(values, key);
      report(path, `${formatPath(path)} is true, but the image ${name} holds no ModSecurity, so no new pod becomes ready; remove it, the WAF inspects the traffic, or name an image that has it`);
    }
  },
} satisfies Rule;
