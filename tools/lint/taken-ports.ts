import { valueAt } from '../values/path.ts';
import type { ValueMap } from '../values/value.ts';
import { textAt } from './rule.ts';
import type { Protocol } from './stream-services.ts';

type Port = readonly [number: string, owner: string];

/** https://github.com/kubernetes/ingress-nginx/blob/controller-v1.15.1/pkg/flags/flags.go */
const controllerFlags: readonly (readonly [flag: string, port: string])[] = [
  ['default-server-port', '8181'],
  ['http-port', '80'],
  ['https-port', '443'],
  ['profiler-port', '10245'],
  ['ssl-passthrough-proxy-port', '442'],
  ['status-port', '10246'],
  ['stream-port', '10247'],
];
const web = ['http', 'https'] as const;

/** Ports that a TCP or UDP service cannot have, and who has them; as the chart's `sigsci-ingress.taken.ports` finds them. */
export function takenPorts(values: ValueMap, protocol: Protocol): ReadonlyMap<string, string> {
  const ports = [...(protocol === 'tcp' ? [...servicePorts(values), ...podPorts(values)] : []), ...controllerPorts(values)];
  return new Map(ports);
}

function controllerPorts(values: ValueMap): Port[] {
  const flags = [...controllerFlags, ['healthz-port', healthPort(values)] as const];
  return flags.map(([flag, port]) => [textAt(values, 'controller', 'extraArgs', flag) || port, `the controller's ${flag}`]);
}

/** Where the controller's health check listens, which offers its metrics too. */
export function healthPort(values: ValueMap): string {
  const wanted = valueAt(values, ['controller', 'metrics', 'enabled']) === true ? textAt(values, 'controller', 'metrics', 'port') : '10254';
  return textAt(values, 'controller', 'extraArgs', 'healthz-port') || wanted;
}

function podPorts(values: ValueMap): Port[] {
  const folders = ['containerPort', ...(valueAt(values, ['controller', 'hostPort', 'enabled']) === true ? ['hostPort.ports'] : [])];
  const own = folders.flatMap((folder) => web.map((name): Port => [textAt(values, 'controller', ...folder.split('.'), name), `controller.${folder}.${name}`]));
  const webhook = valueAt(values, ['controller', 'admissionWebhooks', 'enabled']) === true;
  const port: Port = [textAt(values, 'controller', 'admissionWebhooks', 'port'), 'controller.admissionWebhooks.port'];
  return [...own, ...(webhook ? [port] : []), ...agentPorts(values)];
}

function agentPorts(values: ValueMap): Port[] {
  if (textAt(values, 'agent', 'mode') !== 'sidecar') return [];
  const probe = textAt(values, 'agent', 'startup') === 'none' ? '' : `:${textAt(values, 'agent', 'startupProbe', 'port')}`;
  const listeners = { 'rpc-address': '', 'startup-probe-listener': probe };
  const own = Object.entries(listeners).flatMap(([option, usual]): Port[] => {
    const port = /:(\d+)$/.exec(textAt(values, 'agent', 'config', option) || usual)?.[1];
    return port === undefined ? [] : [[port, `the agent's ${option}`]];
  });
  const counted = valueAt(values, ['agent', 'metrics', 'enabled']) === true;
  return [...own, ...(counted ? [[textAt(values, 'agent', 'metrics', 'port'), 'agent.metrics.port'] as const] : [])];
}

function servicePorts(values: ValueMap): Port[] {
  const service = (...path: string[]) => valueAt(values, ['controller', 'service', ...path]);
  const offered = web.filter((name) => service(name === 'http' ? 'enableHttp' : 'enableHttps') === true);
  const there = (['internal', 'external'] as const).filter((which) => service('enabled') === true && service(which, 'enabled') === true);
  return there.flatMap((which) => offered.map((name): Port => [servicePort(values, which, name), `the ${which} Service's port ${name}`]));
}

function servicePort(values: ValueMap, which: 'external' | 'internal', name: string): string {
  const own = which === 'internal' ? textAt(values, 'controller', 'service', 'internal', 'ports', name) : '';
  return own || textAt(values, 'controller', 'service', 'ports', name);
}
