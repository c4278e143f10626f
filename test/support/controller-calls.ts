import { readFileSync } from 'node:fs';
import { parse } from 'yaml';

/** Lines `verb resource.group [name]`, see the file's head. */
export interface ControllerCalls {
  readonly clusterRole: readonly string[];
  readonly role: readonly string[];
  /** Of a controller that watches one namespace; what it calls in the release's is `role` too. */
  readonly scoped: { readonly clusterRole: readonly string[]; readonly watched: readonly string[]; readonly refused: readonly string[] };
}

/** The measured calls of the controller, for a release of that fullname and the namespace that a scoped one watches. */
export function controllerCalls(fullname: string, watched = 'ns'): ControllerCalls {
  const text = readFileSync(new URL('../fixtures/controller-calls.yaml', import.meta.url), 'utf8');
  return parse(text.replaceAll('<fullname>', fullname).replaceAll('<watched>', watched)) as ControllerCalls;
}
