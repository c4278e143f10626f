import type { BuiltImage } from '../../ci/images/built-image.ts';
import type { Backend } from '../../ci/lab/backend.ts';
import { insideImage } from '../../ci/lab/inside/image.ts';
import { openBackend } from '../../ci/lab/lab.ts';
import { settingOf } from '../../ci/lab/setting.ts';
import type { Setting } from '../../ci/lab/setting.ts';
import { UserError } from '../../tools/errors.ts';
import { doubleImages } from '../doubles/images.ts';

/** The lab that all end-to-end tests share; the test runner takes it down. SIGSCI_LAB names another one, which it leaves alone. */
export const labName = process.env['SIGSCI_LAB'] || 'test';

export interface TestLab {
  readonly lab: Backend;
  readonly images: Setting['images'];
  /** Where the images are, as words of Helm; none for the vendor's, which the chart's defaults name. */
  readonly imageArguments: readonly string[];
  /** What an install of the chart needs here: those, and a Service that this cluster can give. */
  readonly installArguments: readonly string[];
}

/** Opens what the tests run in, the shared lab or the user's own cluster, with the images in it. A mistake of the user ends the process with 2. */
export async function testLab(): Promise<TestLab> {
  try {
    const setting = settingOf(process.env);
    const lab = await openBackend(setting, labName);
    const images = await testImages(setting.images);
    await lab.loadImages(images.map(({ archive }) => archive));
    const imageArguments = setting.images === 'doubles' ? ['--set', 'global.image.registry=sigsci.lab'] : [];
    return { lab, images: setting.images, imageArguments, installArguments: [...imageArguments, ...serviceArguments(setting)] };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exit(2);
  }
}

/** The images that no registry has: with the vendor's, only that of the programs that run inside. */
export async function testImages(images: Setting['images']): Promise<BuiltImage[]> {
  return [await insideImage(), ...(images === 'doubles' ? await doubleImages() : [])];
}

/**
 * An existing cluster may have nothing that gives a Service a load balancer, as kind, and Helm 3 would wait for one until
 * its timeout; where it has, each install would make one that costs money.
 */
function serviceArguments({ backend }: Setting): string[] {
  return backend === 'existing' ? ['--set', 'controller.service.type=NodePort'] : [];
}
