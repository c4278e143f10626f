import { valueAt } from '../values/path.ts';
import type { ValueMap } from '../values/value.ts';
import { isMap } from '../values/value.ts';
import { listAt, textAt } from './rule.ts';

const volumes: Readonly<Record<string, string>> = { '/etc/nginx': 'nginx-etc', '/etc/ingress-controller': 'nginx-state', '/tmp': 'nginx-tmp' };

/** The chart's volumes for a read-only root of the controller; as the chart's template `controller/_writable.tpl` has them. */
export function writableVolumes(values: ValueMap): string[] {
  const own = valueAt(values, ['controller', 'containerSecurityContext']);
  const holder = isMap(own) && Object.keys(own).length > 0 ? 'containerSecurityContext' : 'image';
  if (valueAt(values, ['controller', holder, 'readOnlyRootFilesystem']) !== true) return [];
  const mounted = listAt(values, 'controller', 'extraVolumeMounts').map((_, index) => textAt(values, 'controller', 'extraVolumeMounts', index, 'mountPath').replace(/\/$/, ''));
  return Object.keys(volumes).filter((path) => !mounted.includes(path)).map((path) => volumes[path] ?? '');
}
