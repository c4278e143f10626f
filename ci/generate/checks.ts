import type { Check } from './generator.ts';
import { generators } from './generators.ts';
import { staleFiles } from './stale.ts';

/** What `npm run check` looks at, in the order of its report. */
export const checks: readonly Check[] = [staleFiles(generators)];
