import type { JsonSchema } from '../schema/json-schema.ts';
import type { Layer } from '../values/layer.ts';
import { isMap } from '../values/value.ts';
import type { Diagnostic } from './diagnostic.ts';
import { place } from './place.ts';

const chartName = 'sigsci-ingress';

/** One finding in place of unknown keys when a file belongs to a chart that has this one among its dependencies. */
export function umbrellaFile(layer: Layer, schema: JsonSchema): Diagnostic | undefined {
  // The umbrella chart itself, named by --chart, takes the key.
  if (schema.additionalProperties !== false || Object.hasOwn(schema.properties ?? {}, chartName)) return undefined;
  if (!Object.hasOwn(layer.values, chartName) || !isMap(layer.values[chartName])) return undefined;
  const message = `this is the values file of an umbrella chart: this chart's values stand below ${chartName}; put what stands there into a file of its own and lint that`;
  return place({ rule: 'no-umbrella-file', severity: 'error', message, path: [chartName], atKey: true }, [layer]);
}
