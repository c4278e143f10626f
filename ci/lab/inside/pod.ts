import { insideImageName } from './image.ts';

/** A container as in a pod, without what all pods of the inside image have alike. */
export interface InsideContainer {
  readonly name: string;
  readonly command: readonly string[];
  readonly [field: string]: unknown;
}

/** The spec of a pod with one container of the inside image: as the image's user, without any right, and gone at once. */
export function insidePodSpec(container: InsideContainer) {
  return {
    automountServiceAccountToken: false,
    terminationGracePeriodSeconds: 1,
    securityContext: { runAsNonRoot: true, runAsUser: 65532, seccompProfile: { type: 'RuntimeDefault' } },
    containers: [
      {
        image: insideImageName,
        imagePullPolicy: 'IfNotPresent',
        securityContext: { allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: ['ALL'] } },
        ...container,
      },
    ],
  };
}
