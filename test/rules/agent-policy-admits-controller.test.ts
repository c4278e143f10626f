import rule from '../../tools/lint/rules/agent-policy-admits-controller.ts';
import { testRule } from '../support/test-rule.ts';

const service = (networkPolicy: string): string => `agent:\n  mode: service\n  service:\n    networkPolicy: ${networkPolicy}\n`;
const host = 'controller:\n  hostNetwork: true\n';
const said = "agent.service.networkPolicy.enabled is true beside controller.hostNetwork, whose pods no policy can choose, so that nginx would pass everything uninspected; name the nodes' addresses in agent.service.networkPolicy.ingress.from, or set it to false";

testRule(rule, [
  { title: 'refuses controllers that no policy can choose', layers: [service('{ enabled: true }') + host], found: [`values.yaml:4:31 ${said}`] },
  { title: "accepts the nodes' addresses", layers: [service('{ enabled: true, ingress: { from: [{ ipBlock: { cidr: 192.0.2.0/24 } }] } }') + host] },
  { title: 'accepts controllers of a network of their own', layers: [service('{ enabled: true }')] },
  { title: 'accepts agents that everyone reaches', layers: [service('{ enabled: false }') + host] },
  { title: 'accepts agents inside of the controller pods', layers: [`agent:\n  service:\n    networkPolicy: { enabled: true }\n${host}`] },
]);
