import rule from '../../tools/lint/rules/kubernetes-field-known.ts';
import { testRule } from '../support/test-rule.ts';

const dropped = 'is no field that Kubernetes knows here, and the API server drops it or refuses it';

testRule(rule, [
  {
    title: 'finds a wrong letter case deep inside a list',
    layers: ['controller:\n  extraContainers:\n    - name: debug\n      imagepullPolicy: Always\n'],
    found: [`values.yaml:4:24 controller.extraContainers[0].imagepullPolicy ${dropped}; did you mean "imagePullPolicy"?`],
  },
  {
    title: 'finds a field at the wrong level',
    layers: ['agent:\n  resources:\n    cpu: 1\n'],
    found: [`values.yaml:3:10 agent.resources.cpu ${dropped}; check its name and level`],
  },
  { title: 'accepts known fields and free names', layers: ['agent:\n  resources:\n    limits:\n      example.com/gpu: 1\n'] },
]);
