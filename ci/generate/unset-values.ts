/** A key that the schema knows and chart/values.yaml does not set. */
export interface UnsetValue {
  readonly path: string;
  /** What the README says of it; absent for keys that are not for users. */
  readonly description?: string;
  /** Why it has no default. */
  readonly reason: string;
}

export const unsetValues: readonly UnsetValue[] = [
  {
    path: 'controller.keda.fallback.failureThreshold',
    description: 'Failed looks at a trigger after which KEDA falls back to a fixed number of pods; 3 when only `replicas` is given.',
    reason: 'without either key KEDA falls back to nothing',
  },
  {
    path: 'controller.keda.fallback.replicas',
    description: 'That number of pods; `maxReplicas` when only `failureThreshold` is given.',
    reason: 'without either key KEDA falls back to nothing',
  },
  {
    path: 'controller.maxUnavailable',
    description: 'Pods that may be missing during voluntary disruptions, a number or a percentage; beats `controller.minAvailable`.',
    reason: 'a PodDisruptionBudget takes one of the two, and minAvailable has the default',
  },
  {
    path: 'controller.service.allocateLoadBalancerNodePorts',
    description: 'false: the load balancer reaches pods without node ports.',
    reason: 'the API server refuses it with any other type of Service, so unset differs from true',
  },
  {
    path: 'controller.service.healthCheckNodePort',
    description: 'Node port of the health check, with `externalTrafficPolicy: Local`.',
    reason: 'the API server assigns it',
  },
  {
    path: 'defaultBackend.maxUnavailable',
    description: 'Pods of the default backend that may be missing during voluntary disruptions, a number or a percentage; beats `defaultBackend.minAvailable`.',
    reason: 'as for the controller',
  },
  {
    path: 'controller.service.internal.allocateLoadBalancerNodePorts',
    description: 'false: its load balancer reaches pods without node ports.',
    reason: 'the API server refuses it with any other type of Service, so unset differs from true',
  },
  {
    path: 'controller.service.internal.healthCheckNodePort',
    description: 'Node port of the health check, with `externalTrafficPolicy: Local`.',
    reason: 'the API server assigns it',
  },
  ...['ports', 'targetPorts'].flatMap((map) =>
    ['http', 'https'].map((name) => ({ path: `controller.service.internal.${map}.${name}`, description: `As \`controller.service.${map}.${name}\`, for the internal Service.`, reason: 'it follows the external Service' })),
  ),
  { path: 'enabled', reason: 'the condition of an umbrella chart; nothing here reads it' },
  { path: 'sigsci-agent.global', reason: 'Helm puts it there' },
];
