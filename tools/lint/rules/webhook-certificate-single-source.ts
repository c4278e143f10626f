import { mapAt, textAt } from '../rule.ts';
import type { Rule } from '../rule.ts';

export default {
  id: 'webhook-certificate-single-source',
  severity: 'error',
  summary: "the webhook's certificate comes from one place",
  check({ values }, report) {
    const webhooks = ['controller', 'admissionWebhooks'];
    const path = [...webhooks, 'existingSecret', 'name'];
    const certManager = [...webhooks, 'certManager', 'enabled'];
    const name = textAt(values, ...path);
    if (mapAt(values, ...webhooks)['enabled'] !== true || name === '' || mapAt(values, ...webhooks, 'certManager')['enabled'] !== true) return;
    report(path, `${path.join('.')} is ${name} beside ${certManager.join('.')}, and there is one certificate; keep one of the two`, [certManager]);
  },
} satisfies Rule;
