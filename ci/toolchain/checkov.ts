import { join } from 'node:path';
import { checkov as pin } from '../pins.ts';
import { pythonProgram } from './python-environment.ts';

/** The command that starts the pinned checkov, which knows what is unwise in Kubernetes objects: 290 MB, a minute to install. */
export function checkov(): Promise<readonly string[]> {
  return pythonProgram('checkov', pin.version, 'checkov.main', ['-r', join(import.meta.dirname, 'checkov-requirements.txt')]);
}
