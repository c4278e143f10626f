import rule from '../../tools/lint/rules/controller-image-has-module.ts';
import { testRule } from '../support/test-rule.ts';

const image = (key: string, name: string): string => `controller:\n  image:\n    ${key}: ${name}\n`;
const problem = 'which holds no WAF module, so no new pod becomes ready; remove it, or set agent.mode to none';

testRule(rule, [
  {
    title: "refuses ingress-nginx's own image by its whole name",
    layers: [image('repository', 'registry.k8s.io/ingress-nginx/controller')],
    found: [`values.yaml:3:17 controller.image.repository makes the image registry.k8s.io/ingress-nginx/controller, ${problem}`],
  },
  {
    title: 'refuses the chroot image of a mirror',
    layers: [image('image', 'ingress-nginx/controller-chroot')],
    found: [`values.yaml:3:12 controller.image.image makes the image docker.io/ingress-nginx/controller-chroot, ${problem}`],
  },
  { title: 'accepts it without a WAF', layers: [`agent:\n  mode: none\n${image('image', 'ingress-nginx/controller')}`] },
  { title: 'accepts it where the user says how to load the module', layers: [`module:\n  text:\n    loadModule: load_module modules/waf.so;\n${image('image', 'ingress-nginx/controller')}`] },
  { title: 'accepts an image of another name', layers: [image('repository', 'mirror.example.com/ingress-nginx/controller-waf')] },
]);
