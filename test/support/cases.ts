/**
 * How many random cases a property runs over, and from which seed: few and always the same in `npm test`,
 * `PROPERTY_CASES=10000 PROPERTY_SEED=$RANDOM` for a long hunt.
 */
export const propertyCases = Number(process.env['PROPERTY_CASES'] ?? 400);
export const propertySeed = Number(process.env['PROPERTY_SEED'] ?? 7);

/** Cuts a list into parts of at most `size`. */
export function batches<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) => items.slice(index * size, (index + 1) * size));
}
