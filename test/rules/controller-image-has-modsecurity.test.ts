import rule from '../../tools/lint/rules/controller-image-has-modsecurity.ts';
import { testRule } from '../support/test-rule.ts';

const image = 'docker.io/signalsciences/sigsci-nginx-ingress-controller-chainguard';
const problem = `is true, but the image ${image} holds no ModSecurity, so no new pod becomes ready; remove it, the WAF inspects the traffic, or name an image that has it`;

testRule(rule, [
  {
    title: "refuses ModSecurity and its rules with the chart's image",
    layers: ['controller:\n  config:\n    enable-modsecurity: "true"\n    enable-owasp-modsecurity-crs: true\n'],
    found: [`values.yaml:3:25 controller.config.enable-modsecurity ${problem}`, `values.yaml:4:35 controller.config.enable-owasp-modsecurity-crs ${problem}`],
  },
  { title: 'accepts it with another image', layers: ['controller:\n  image:\n    repository: mirror.example.com/controller\n  config:\n    enable-modsecurity: true\n'] },
  { title: 'accepts it switched off', layers: ['controller:\n  config:\n    enable-modsecurity: false\n'] },
]);
