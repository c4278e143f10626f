import { builtImage } from '../../images/built-image.ts';
import type { BuiltImage } from '../../images/built-image.ts';
import { addFile } from '../../images/programs.ts';

const busybox = '/bin/busybox';

/** Name of the image that each pod's sandbox runs: one process that sleeps. */
export const pauseImage = 'sigsci.lab/pause:1';

/** The sandbox image, made of Debian's busybox-static alone. */
export function buildPauseImage(): Promise<BuiltImage> {
  return builtImage({
    name: pauseImage,
    config: { entrypoint: [busybox, 'sleep', '2147483647'] },
    sources: [busybox],
    layers: [(root) => addFile(root, busybox, busybox)],
  });
}
