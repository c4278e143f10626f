import type { ValueMap } from '../values/value.ts';
import { textAt } from './rule.ts';

/** The agent's socket, or undefined when it listens on TCP; as the library chart's `sigsci-agent.v1.address` finds it. */
export function agentSocket(values: ValueMap): string | undefined {
  const configured = textAt(values, 'agent', 'config', 'rpc-address');
  const service = textAt(values, 'agent', 'mode') === 'service';
  if (configured === '') return service ? undefined : `${textAt(values, 'agent', 'tmpVolume', 'mountPath')}/sigsci.sock`;
  const address = configured.replace(/^unix:/, '');
  return address.startsWith('/') ? address : undefined;
}
