import rule from '../../tools/lint/rules/image-digest-newer-than-tag.ts';
import { testRule } from '../support/test-rule.ts';

const digest = 'sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa';

testRule(rule, [
  {
    title: 'finds a tag over an older digest',
    layers: [`controller:\n  image:\n    digest: ${digest}\n`, 'controller:\n  image:\n    tag: v1.15.7\n'],
    found: ['values.yaml:3:10 controller.image.tag has no effect: values.yaml sets the tag, below-1.yaml below it the digest, and the digest decides; set controller.image.digest with the tag, or to ""'],
  },
  { title: 'accepts a digest in the layer of the tag', layers: [`controller:\n  image:\n    tag: v1.15.7\n    digest: ${digest}\n`] },
  { title: "accepts a digest over the chart's own tag", layers: [`agent:\n  image:\n    digest: ${digest}\n`] },
  { title: 'accepts a digest that was cleared', layers: [`agent:\n  image:\n    digest: ${digest}\n`, 'agent:\n  image:\n    tag: "4.83.0"\n    digest: ""\n'] },
]);
