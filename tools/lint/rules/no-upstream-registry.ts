import { imageName, imageParts } from '../images.ts';
import { textAt } from '../rule.ts';
import type { Rule } from '../rule.ts';

export default {
  id: 'no-upstream-registry',
  severity: 'error',
  summary: "registry.k8s.io does not hold the vendor's images",
  check({ values }, report) {
    for (const part of imageParts) {
      const name = imageName(values, part);
      if (!name.startsWith('registry.k8s.io/signalsciences/')) continue;
      const own = ['repository', 'registry'].find((key) => textAt(values, part, 'image', key) !== '');
      const cause = own ? [part, 'image', own] : ['global', 'image', 'registry'];
      report(cause, `${cause.join('.')} makes the image ${name}, which is not there; remove it, or name the registry that holds it`);
    }
  },
} satisfies Rule;
