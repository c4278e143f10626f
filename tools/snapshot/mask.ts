import type { KubernetesObject } from '../chart/manifest.ts';
import { isSecretName } from '../values/secret-name.ts';

const masked = '<masked>';

/**
 * Metadata that follows the chart's version, another object's content or the day, and the authority of a certificate that
 * is made anew in each render: a release of the chart alone must change no snapshot.
 */
const volatileKey = /^(helm\.sh\/chart|app\.kubernetes\.io\/version|checksum\/.*|sigsci-ingress\/renew-after|caBundle)$/;

/** A copy of an object in which secrets, and what changes with each version of the chart, are replaced by `<masked>`. */
export function mask(object: KubernetesObject): KubernetesObject {
  const isSecret = object.kind === 'Secret';
  return walk(object, (key, value, holder) => {
    if (isSecret && (holder === object['data'] || holder === object['stringData'])) return true;
    if (volatileKey.test(key)) return typeof value === 'string';
    return key === 'value' && isSecretName(String((holder as { name?: unknown }).name ?? ''));
  }) as KubernetesObject;
}

/** `hides` is asked for each entry of each map; what it hides is replaced whole. */
function walk(value: unknown, hides: (key: string, value: unknown, holder: object) => boolean): unknown {
  if (Array.isArray(value)) return value.map((entry) => walk(entry, hides));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, hides(key, entry, value) ? masked : walk(entry, hides)]));
}
