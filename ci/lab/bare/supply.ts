import type { BuiltImage } from '../../images/built-image.ts';
import { coredns, helm4, kubectl, kubernetes } from '../../pins.ts';
import { ensurePackages } from '../../toolchain/debian.ts';
import { foreignKindFolders } from '../../toolchain/foreign-kinds.ts';
import { tool } from '../../toolchain/tool.ts';
import type { Steps } from '../steps.ts';
import { buildPauseImage } from './pause-image.ts';
import { packages } from './prerequisites.ts';
import { clusterPrograms } from './programs.ts';

/** What a lab is made of, none of it specific to one lab. */
export interface Supplies {
  /** Folder of the cluster's programs. */
  readonly programs: string;
  readonly pause: BuiltImage;
  /** Folders with the definitions of other projects' kinds. */
  readonly kinds: readonly string[];
}

/** Installs, fetches and builds what is not there yet; all of it is kept for the next lab. */
export async function supply(steps: Steps, signal?: AbortSignal): Promise<Supplies> {
  await steps('Debian packages', () => ensurePackages(packages));
  await steps(`kubectl ${kubectl.version} and Helm ${helm4.version}`, () => Promise.all([tool('kubectl'), tool('helm4')]));
  const title = `programs of Kubernetes ${kubernetes.version} and CoreDNS ${coredns.version} (6 minutes on 2 cores the first time)`;
  const programs = await steps(title, () => clusterPrograms(signal));
  const kinds = await steps('kinds of other projects', foreignKindFolders);
  return { programs, kinds, pause: await steps('sandbox image', buildPauseImage) };
}
