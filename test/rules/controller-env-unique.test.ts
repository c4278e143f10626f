import rule from '../../tools/lint/rules/controller-env-unique.ts';
import { testRule } from '../support/test-rule.ts';

const remedy = 'keep one of the two, or take another name';
const envs = (...names: string[]): string => `controller:\n  extraEnvs:\n${names.map((name) => `    - name: ${name}\n`).join('')}`;

testRule(rule, [
  {
    title: 'names both places of a variable',
    layers: [envs('ZONE', 'ZONE')],
    found: [`values.yaml:4:13 controller.extraEnvs[1].name is ZONE, which controller.extraEnvs[0].name takes too; ${remedy}`],
  },
  {
    title: 'knows the variables that the chart writes',
    layers: [envs('POD_NAME', 'LD_PRELOAD')],
    found: [
      `values.yaml:3:13 controller.extraEnvs[0].name is POD_NAME, which the chart takes too; ${remedy}`,
      `values.yaml:4:13 controller.extraEnvs[1].name is LD_PRELOAD, which controller.enableMimalloc takes too; ${remedy}`,
    ],
  },
  { title: 'accepts another allocator in place of the chart\'s', layers: [`${envs('LD_PRELOAD')}  enableMimalloc: false\n`] },
  { title: 'accepts different variables', layers: [envs('ZONE', 'REGION')] },
]);
