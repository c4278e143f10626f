import { UserError } from '../../tools/errors.ts';

/** What the end-to-end tests run in and with. */
export interface Setting {
  /** A Kubernetes of packages, brought up for the run, or the one that the user's kubeconfig names. */
  readonly backend: 'bare' | 'existing';
  readonly images: 'doubles' | 'vendor';
  /** A shell command that puts an image archive into an existing cluster; `{}` stands for the archive's path. */
  readonly loadImages?: string;
  /** The full matrix instead of a few of each. */
  readonly long: boolean;
}

const names = { backend: 'SIGSCI_BACKEND', images: 'SIGSCI_IMAGES', loadImages: 'SIGSCI_LOAD_IMAGES', long: 'SIGSCI_LONG' } as const;

/** The variables of the account whose keys the vendor's agent needs. */
export const keyVariables = ['SIGSCI_ACCESSKEYID', 'SIGSCI_SECRETACCESSKEY'] as const;

/** The setting as variables, because each test file is a process of its own; a variable without value is to be unset. */
export function environmentOf({ backend, images, loadImages, long }: Setting): Record<string, string | undefined> {
  return { [names.backend]: backend, [names.images]: images, [names.loadImages]: loadImages, [names.long]: long ? '1' : undefined };
}

/** Reads the setting back; without any variable it is the bare lab with the doubles. Throws a UserError for what cannot work. */
export function settingOf(env: NodeJS.ProcessEnv): Setting {
  const loadImages = env[names.loadImages];
  const setting: Setting = {
    backend: oneOf(['bare', 'existing'], names.backend, env[names.backend]),
    images: oneOf(['doubles', 'vendor'], names.images, env[names.images]),
    ...(loadImages && { loadImages }),
    long: oneOf(['0', '1'], names.long, env[names.long]) === '1',
  };
  requireWorkable(setting, env);
  return setting;
}

/** The first word when none is given. Throws a UserError for any other than the known words. */
export function oneOf<T extends string>(known: readonly [T, ...T[]], name: string, word: string | undefined): T {
  const found = word ? known.find((each) => each === word) : known[0];
  if (found === undefined) throw new UserError(`${name} is "${word}"; expected: ${known.join(' or ')}`);
  return found;
}

/** Throws a UserError for a combination that cannot work; the options bear the names that `npm test` takes. */
export function requireWorkable({ backend, images, loadImages }: Setting, env: NodeJS.ProcessEnv): void {
  if (backend === 'bare' && images === 'vendor') throw new UserError('--images vendor needs --backend existing: the bare lab reaches no registry');
  if (backend === 'bare' && loadImages) throw new UserError('--load-images needs --backend existing: the bare lab loads images by itself');
  if (loadImages && !loadImages.includes('{}')) throw new UserError(`--load-images "${loadImages}" has no {}, which stands for the path of an image archive`);
  const missing = images === 'vendor' ? keyVariables.filter((name) => !env[name]) : [];
  if (missing.length > 0) throw new UserError(`--images vendor needs the keys of an agent in ${keyVariables.join(' and ')}; not set: ${missing.join(', ')}`);
}
