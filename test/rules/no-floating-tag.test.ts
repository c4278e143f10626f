import rule from '../../tools/lint/rules/no-floating-tag.ts';
import { testRule } from '../support/test-rule.ts';

testRule(rule, [
  {
    title: 'finds latest with IfNotPresent',
    layers: ['agent:\n  image:\n    tag: latest\n'],
    found: ['values.yaml:3:10 agent.image.tag is latest with pullPolicy IfNotPresent: which version runs depends on the node; pin a version, or set pullPolicy to Always'],
  },
  {
    title: 'looks at the default backend where it runs',
    layers: ['defaultBackend:\n  enabled: true\n  image:\n    tag: latest\n'],
    found: ['values.yaml:4:10 defaultBackend.image.tag is latest with pullPolicy IfNotPresent: which version runs depends on the node; pin a version, or set pullPolicy to Always'],
  },
  {
    title: 'looks at the exporter that runs',
    layers: ['agent:\n  metrics:\n    enabled: true\n    image:\n      tag: latest\n'],
    found: ['values.yaml:5:12 agent.metrics.image.tag is latest with pullPolicy IfNotPresent: which version runs depends on the node; pin a version, or set pullPolicy to Always'],
  },
  { title: 'does not look at one that does not run', layers: ['defaultBackend:\n  image:\n    tag: latest\n'] },
  { title: 'accepts latest that is pulled each time', layers: ['agent:\n  image:\n    tag: latest\n    pullPolicy: Always\n'] },
  { title: 'accepts a version', layers: ['agent:\n  image:\n    tag: "4.83.0"\n'] },
]);
