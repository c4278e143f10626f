import rule from '../../tools/lint/rules/no-archived-image.ts';
import { testRule } from '../support/test-rule.ts';

const rest = 'rests on ingress-nginx itself, archived on 2026-03-24: no fixes come any more; use signalsciences/sigsci-nginx-ingress-controller-chainguard';

testRule(rule, [
  {
    title: 'knows the archived line behind a mirror',
    layers: ['controller:\n  image:\n    repository: mirror.example.com/signalsciences/sigsci-nginx-ingress-controller\n'],
    found: [`values.yaml:3:17 the image mirror.example.com/signalsciences/sigsci-nginx-ingress-controller ${rest}`],
  },
  {
    title: 'points at the short name too',
    layers: ['controller:\n  image:\n    image: signalsciences/sigsci-nginx-ingress-controller\n'],
    found: [`values.yaml:3:12 the image docker.io/signalsciences/sigsci-nginx-ingress-controller ${rest}`],
  },
  { title: 'accepts the maintained line', layers: ['controller:\n  image:\n    tag: v1.15.6\n'] },
]);
