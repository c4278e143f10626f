import { preCommit as pin } from '../pins.ts';
import { pythonProgram } from './python-environment.ts';

/** The command that starts the pinned pre-commit. */
export function preCommit(): Promise<readonly string[]> {
  return pythonProgram('pre-commit', pin.version, 'pre_commit', pin.requirements);
}
