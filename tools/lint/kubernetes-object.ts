import type { Layer } from '../values/layer.ts';
import { formatPath, valueAt } from '../values/path.ts';
import type { Path } from '../values/path.ts';
import { isMap } from '../values/value.ts';
import type { Diagnostic } from './diagnostic.ts';
import { place } from './place.ts';

/** Where objects of Flux, Argo CD and k3s keep values for Helm. */
const valuesPlaces: readonly Path[] = [['spec', 'values'], ['spec', 'source', 'helm', 'valuesObject'], ['spec', 'source', 'helm', 'values'], ['spec', 'valuesContent']];

/** One finding in place of dozens when a file holds a Kubernetes object rather than values. */
export function kubernetesObject(layer: Layer): Diagnostic | undefined {
  const { apiVersion, kind } = layer.values;
  if (typeof apiVersion !== 'string' || typeof kind !== 'string') return undefined;
  const inside = valuesPlaces.find((path) => valueAt(layer.values, path) !== undefined);
  const remedy = inside && isMap(layer.values['spec']) ? `its values stand at ${formatPath(inside)}: put them into a file of their own` : 'name a values file';
  const message = `this is a Kubernetes object (apiVersion and kind), not a values file; ${remedy}`;
  return place({ rule: 'no-kubernetes-object', severity: 'error', message, path: ['kind'], atKey: true }, [layer]);
}
