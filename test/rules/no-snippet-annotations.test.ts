import rule from '../../tools/lint/rules/no-snippet-annotations.ts';
import { testRule } from '../support/test-rule.ts';

testRule(rule, [
  {
    title: 'tells what true means',
    layers: ['controller:\n  allowSnippetAnnotations: true\n'],
    found: ['values.yaml:2:28 controller.allowSnippetAnnotations is true: who may write an Ingress writes nginx configuration, and can switch the WAF off; set it to false'],
  },
  { title: 'accepts false', layers: ['controller:\n  allowSnippetAnnotations: false\n'] },
]);
