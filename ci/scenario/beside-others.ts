/** What a release needs, as a word for `--set`, where others share its cluster: a class that no other has. */
export function ownClass(name: string): string {
  return `controller.ingressClassResource.name=${name},controller.ingressClassResource.controllerValue=k8s.io/${name},controller.ingressClass=${name}`;
}

/** As such a word, requests of which many fit on a node of two cores: the old pods of a rollout hold theirs until they are gone. */
export const smallRequests = 'controller.resources.requests.cpu=20m,agent.resources.requests.cpu=20m';
