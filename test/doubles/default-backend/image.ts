import { join } from 'node:path';
import { builtImage } from '../../../ci/images/built-image.ts';
import type { BuiltImage } from '../../../ci/images/built-image.ts';
import { addPrograms, libraryClosure } from '../../../ci/images/programs.ts';
import { frameRoot } from '../../../ci/images/root.ts';
import { bundleDouble, bundler } from '../bundle.ts';

const interpreter = '/usr/bin/node';
const program = '/nginx-errors';

/** The image of the default backend's double under the name that the chart's defaults give it behind the lab's registry. */
export async function defaultBackendImage(): Promise<BuiltImage> {
  const programs = { [interpreter]: process.execPath };
  return builtImage({
    name: 'sigsci.lab/ingress-nginx/custom-error-pages:v1.2.9',
    config: { user: '65532:65532', cmd: [program], labels: { 'org.opencontainers.image.title': 'default backend double of sigsci-ingress' } },
    sources: [import.meta.dirname, bundler, ...Object.values(programs), ...(await libraryClosure(Object.values(programs)))],
    layers: [
      async (root) => {
        await frameRoot(root);
        await addPrograms(root, programs);
      },
      (root) => bundleDouble(import.meta.dirname, join(root, program), interpreter),
    ],
  });
}
