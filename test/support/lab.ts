import { insideImage } from '../../ci/lab/inside/image.ts';
import { openLab } from '../../ci/lab/lab.ts';
import type { Lab } from '../../ci/lab/lab.ts';
import { controllerImageOf } from '../../ci/scenario/application.ts';
import { doubleImages } from '../doubles/images.ts';

/** The lab that all end-to-end tests share; the test runner takes it down. SIGSCI_LAB names another one, which it leaves alone. */
export const labName = process.env['SIGSCI_LAB'] || 'test';

/** Opens the shared lab with the doubles' images in it; `image` is the controller's, and `inside` the one with the load driver. */
export async function testLab(): Promise<{ lab: Lab; image: string; inside: string }> {
  const images = await doubleImages();
  const inside = await insideImage();
  const lab = await openLab(labName);
  await lab.loadImages([...images, inside].map((built) => built.archive));
  return { lab, image: controllerImageOf(images), inside: inside.name };
}
