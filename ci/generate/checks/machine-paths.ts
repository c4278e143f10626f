import type { Check } from '../generator.ts';
import { grepLines, projectFiles } from './files.ts';

/** Folders of the machines that this project is written on; spelt in parts so that this line is not a finding. */
const machineFolders = new RegExp(['work/main', 'work/shared', 'tmp/brief', 'root/'].map((folder) => `(?<![\\w.$}])/${folder}`).join('|'));

/** The check that nothing committed holds a path of the machine it was written on. */
export const machinePaths: Check = {
  name: 'no path of a developer machine',
  async find(root) {
    const files = await projectFiles(root, /^(?!.*\.(png|tgz|sum)$)/);
    return grepLines(root, files, (line) => {
      const found = machineFolders.exec(line);
      return found ? `holds ${found[0]}, a path of one machine; use one relative to the checkout or to a temporary folder` : undefined;
    });
  },
};
