import { bannersPresent } from './checks/banners.ts';
import { importDirection } from './checks/import-direction.ts';
import { lockLink } from './checks/lock-link.ts';
import { machinePaths } from './checks/machine-paths.ts';
import { namespaceHelper } from './checks/namespace-helper.ts';
import { suitesRun } from './checks/suites-run.ts';
import { templateValues } from './checks/template-values.ts';
import { valuesParity } from './checks/values-parity.ts';
import type { Check } from './generator.ts';
import { generators } from './generators.ts';
import { staleFiles } from './stale.ts';

/** What `npm run check` looks at, in the order of its report. */
export const checks: readonly Check[] = [
  staleFiles(generators),
  bannersPresent(generators),
  valuesParity,
  templateValues,
  namespaceHelper,
  lockLink,
  suitesRun,
  importDirection,
  machinePaths,
];
