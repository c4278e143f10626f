import rule from '../../tools/lint/rules/webhook-authority-given.ts';
import { testRule } from '../support/test-rule.ts';

const values = (enabled: boolean, secret: string): string => `controller:\n  admissionWebhooks:\n    enabled: ${enabled}\n    existingSecret: ${secret}\n`;

testRule(rule, [
  {
    title: 'refuses a Secret without its authority',
    layers: [values(true, '{name: own}')],
    found: ['values.yaml:4:28 controller.admissionWebhooks.existingSecret.name is own, and nothing says whom the API server trusts; set controller.admissionWebhooks.existingSecret.caBundle to the certificate (PEM) of its authority'],
  },
  { title: 'accepts one with it', layers: [values(true, '{name: own, caBundle: PEM}')] },
  { title: 'accepts none at all', layers: [values(true, '{}')] },
  { title: 'does not look at a webhook that is off', layers: [values(false, '{name: own}')] },
]);
