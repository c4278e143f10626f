import rule from '../../tools/lint/rules/webhook-certificate-single-source.ts';
import { testRule } from '../support/test-rule.ts';

const values = (enabled: boolean, name: string, certManager: boolean): string =>
  `controller:\n  admissionWebhooks:\n    enabled: ${enabled}\n    existingSecret: {name: ${name}}\n    certManager: {enabled: ${certManager}}\n`;

testRule(rule, [
  {
    title: 'refuses a Secret beside cert-manager',
    layers: [values(true, 'own', true)],
    found: ['values.yaml:4:28 controller.admissionWebhooks.existingSecret.name is own beside controller.admissionWebhooks.certManager.enabled, and there is one certificate; keep one of the two'],
  },
  { title: 'accepts the Secret', layers: [values(true, 'own', false)] },
  { title: 'accepts cert-manager', layers: [values(true, '""', true)] },
  { title: 'does not look at a webhook that is off', layers: [values(false, 'own', true)] },
]);
