import { parseArgs } from 'node:util';
import { oneOf, requireWorkable } from '../lab/setting.ts';
import type { Setting } from '../lab/setting.ts';
import { UserError } from '../../tools/errors.ts';

const usage = "npm test [-- --fast] [--backend bare|existing] [--images doubles|vendor] [--load-images 'COMMAND {}'] [PATTERN]; npm run e2e:long for the long form";

export interface Options {
  /** Leave every cluster out. */
  readonly fast: boolean;
  /** Run those files alone whose path contains it. */
  readonly pattern: string;
  readonly setting: Setting;
}

/** Reads the options of `npm test`. Throws a UserError for unknown ones and for those that cannot go together. */
export function readOptions(args: readonly string[], env: NodeJS.ProcessEnv): Options {
  const { values, positionals } = parsed(args);
  const setting: Setting = {
    backend: oneOf(['bare', 'existing'], '--backend', values.backend),
    images: oneOf(['doubles', 'vendor'], '--images', values.images),
    ...(values['load-images'] && { loadImages: values['load-images'] }),
    long: values.long,
  };
  requireWorkable(setting, env);
  if (values.fast && setting.long) throw new UserError('--fast leaves out what --long runs; give one of them');
  if (values.fast && setting.backend === 'existing') throw new UserError('--fast leaves out every cluster, also that of --backend existing; give one of them');
  if (setting.backend === 'existing' && !setting.loadImages)
    throw new UserError("--backend existing needs a command that puts an image archive into the cluster; for kind: --load-images 'kind load image-archive {}'");
  return { fast: values.fast, pattern: positionals[0] ?? '', setting };
}

function parsed(args: readonly string[]) {
  const flag = { type: 'boolean', default: false } as const;
  const word = { type: 'string' } as const;
  try {
    const found = parseArgs({ args: [...args], options: { fast: flag, long: flag, backend: word, images: word, 'load-images': word }, allowPositionals: true });
    if (found.positionals.length > 1) throw new Error(`one PATTERN is taken, found ${found.positionals.join(' and ')}`);
    return found;
  } catch (error) {
    throw new UserError(`${(error as Error).message}; usage: ${usage}`);
  }
}
