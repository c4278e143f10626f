import type { ValueMap } from '../values/value.ts';
import { mapAt, textAt } from './rule.ts';

/** Key under `controller` of the autoscaler that is on. */
export function autoscalerOf(values: ValueMap): 'autoscaling' | 'keda' | undefined {
  if (textAt(values, 'controller', 'kind') !== 'Deployment') return undefined;
  return (['autoscaling', 'keda'] as const).find((key) => mapAt(values, 'controller', key)['enabled'] === true);
}

/** Where the least number of controller pods of the Deployment comes from. */
export function minimumPath(values: ValueMap): string[] {
  const autoscaler = autoscalerOf(values);
  return ['controller', ...(autoscaler ? [autoscaler, 'minReplicas'] : ['replicaCount'])];
}
