import { UserError } from '../../../tools/errors.ts';
import { fileDigest } from '../../images/file-digest.ts';
import { attempt } from '../../toolchain/run.ts';
import type { Steps } from '../steps.ts';

/** Digests of the archives that a calling process has loaded, so that not every test file loads them again. */
const variable = 'SIGSCI_LOADED_IMAGES';

/**
 * Loads archives into a cluster by a shell command of the user's, in which `{}` stands for the archive's path:
 * each content once for this process and those that it starts. Throws a UserError when the command is missing or fails.
 */
export function imageLoader(command: string | undefined, steps: Steps): (archives: readonly string[]) => Promise<void> {
  return async (archives) => {
    for (const archive of archives) {
      const digest = await fileDigest(archive);
      if (loaded().includes(digest)) continue;
      if (!command) throw new UserError("images cannot be loaded into this cluster without a command; give one, for kind: --load-images 'kind load image-archive {}'");
      await steps(`image ${archive}`, () => load(command, archive));
      process.env[variable] = [...loaded(), digest].join(' ');
    }
  };
}

function loaded(): string[] {
  return (process.env[variable] ?? '').split(' ');
}

async function load(command: string, archive: string): Promise<void> {
  const { code, stdout, stderr } = await attempt(['sh', '-c', command.replaceAll('{}', quoted(archive))]);
  if (code === 0) return;
  const said = (stderr.trim() || stdout.trim()).split('\n').at(-1);
  throw new UserError(`--load-images "${command}" ended with ${code} for ${archive}: ${said || 'it said nothing'}`);
}

/** One word of the shell, whatever characters it has. */
function quoted(path: string): string {
  return `'${path.replaceAll("'", `'\\''`)}'`;
}
