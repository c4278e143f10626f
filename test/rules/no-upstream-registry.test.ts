import rule from '../../tools/lint/rules/no-upstream-registry.ts';
import { testRule } from '../support/test-rule.ts';

testRule(rule, [
  {
    title: 'names the setting that is to blame',
    layers: ['global:\n  image:\n    registry: registry.k8s.io\nagent:\n  image:\n    registry: docker.io\n'],
    found: [
      'values.yaml:3:15 global.image.registry makes the image registry.k8s.io/signalsciences/sigsci-nginx-ingress-controller-chainguard, which is not there; remove it, or name the registry that holds it',
    ],
  },
  { title: 'accepts a mirror', layers: ['global:\n  image:\n    registry: mirror.example.com\n'] },
]);
