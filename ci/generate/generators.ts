import { bundleGenerator } from './bundle.ts';
import { bundledChartGenerator } from './bundled-chart.ts';
import { failureModesGenerator } from './failure-modes.ts';
import type { Generator } from './generator.ts';
import { parityGenerator } from './parity.ts';
import { valuesTablesGenerator } from './values-tables.ts';
import { rulesIndexGenerator } from './rules-index.ts';
import { schemaGenerator } from './schema.ts';
import { typesGenerator } from './types.ts';
import { validatorGenerator } from './validator.ts';

/** Every generator, in the order in which they run: a later one may read what an earlier one wrote. */
export const generators: readonly Generator[] = [schemaGenerator, validatorGenerator, typesGenerator, valuesTablesGenerator, failureModesGenerator, parityGenerator, bundledChartGenerator, rulesIndexGenerator, bundleGenerator];
