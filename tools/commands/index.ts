import type { Command } from './command.ts';

/**
 * Every command, in the order of the help text. Each is loaded only when it is needed:
 * the start of the program is most of the time that lint takes.
 */
export const commands: Readonly<Record<string, () => Promise<{ default: Command }>>> = {
  lint: () => import('./lint.ts'),
  types: () => import('./types.ts'),
  schema: () => import('./schema.ts'),
  snapshot: () => import('./snapshot.ts'),
  ct: () => import('./ct.ts'),
  images: () => import('./images.ts'),
  doctor: () => import('./doctor.ts'),
};
