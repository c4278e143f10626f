import { readFileSync } from 'node:fs';
import { parse } from 'yaml';

/** Lines `verb resource.group [name]`, see the file's head. */
export interface ControllerCalls {
  readonly clusterRole: readonly string[];
  readonly role: readonly string[];
}

/** The measured calls of the controller, for a release of that fullname. */
export function controllerCalls(fullname: string): ControllerCalls {
  const text = readFileSync(new URL('../fixtures/controller-calls.yaml', import.meta.url), 'utf8');
  return parse(text.replaceAll('<fullname>', fullname)) as ControllerCalls;
}
