import { mapAt, textAt } from '../rule.ts';
import type { Rule } from '../rule.ts';

export default {
  id: 'webhook-authority-given',
  severity: 'error',
  summary: "the API server knows whom to trust for the webhook's certificate",
  check({ values }, report) {
    const webhooks = ['controller', 'admissionWebhooks'];
    const path = [...webhooks, 'existingSecret', 'name'];
    const name = textAt(values, ...path);
    if (mapAt(values, ...webhooks)['enabled'] !== true || name === '' || textAt(values, ...webhooks, 'existingSecret', 'caBundle') !== '') return;
    report(path, `${path.join('.')} is ${name}, and nothing says whom the API server trusts; set controller.admissionWebhooks.existingSecret.caBundle to the certificate (PEM) of its authority`);
  },
} satisfies Rule;
