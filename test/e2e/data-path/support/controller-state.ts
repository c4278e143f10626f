import { getJson } from '../../../../ci/scenario/cluster.ts';
import type { Site } from './site.ts';

/** Whether the controller in a pod took its last configuration, by its metric; it needs the flag --enable-metrics. Throws when the pod tells nothing. */
export async function lastReloadSucceeded({ lab, namespace }: Site, pod: string): Promise<boolean> {
  const { status } = await getJson<{ status: { podIP: string } }>(lab, ['pod', pod, '--namespace', namespace]);
  const { body } = await lab.requestFromInside({ url: `http://${status.podIP}:10254/metrics` });
  const value = /^nginx_ingress_controller_config_last_reload_successful{[^}]*} ([01])$/m.exec(body)?.[1];
  if (value === undefined) throw new Error(`pod ${pod} has no metric of its last reload`);
  return value === '1';
}

/** Messages of the events with this reason about this pod. */
export async function eventsOf(site: Site, pod: string, reason: string): Promise<string> {
  return site.kubectl('get', 'events', `--field-selector=involvedObject.name=${pod},reason=${reason}`, '--output=jsonpath={.items[*].message}');
}
