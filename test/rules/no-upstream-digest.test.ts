import rule from '../../tools/lint/rules/no-upstream-digest.ts';
import { testRule } from '../support/test-rule.ts';

const digest = 'sha256:594ceea76b01c592858f803f9ff4d2cb40542cae2060410b2c95f75907d659e1';

testRule(rule, [
  {
    title: "refuses ingress-nginx's digest beside the WAF's image",
    layers: [`controller:\n  image:\n    digest: ${digest}\n`],
    found: ["values.yaml:3:13 controller.image.digest is one of ingress-nginx's own, which docker.io/signalsciences/sigsci-nginx-ingress-controller-chainguard does not hold; remove it"],
  },
  { title: "accepts it beside ingress-nginx's image", layers: [`controller:\n  image:\n    repository: registry.k8s.io/ingress-nginx/controller\n    digest: ${digest}\n`] },
]);
