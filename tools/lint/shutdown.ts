import type { Path } from '../values/path.ts';
import type { ValueMap } from '../values/value.ts';
import { variableOf } from './agent-options.ts';
import { settingPath } from './nginx-settings.ts';
import { listAt, mapAt, textAt } from './rule.ts';

/** One step of a stopping pod, and the seconds that it may take. */
export interface ShutdownStep {
  readonly name: string;
  readonly path: Path;
  readonly seconds: number;
}

/** Seconds of the units of nginx and Go. */
const units: Readonly<Record<string, number>> = { ns: 1e-9, us: 1e-6, ms: 1e-3, s: 1, m: 60, h: 3600, d: 86_400, w: 604_800, M: 2_592_000, y: 31_536_000 };

/** Whole seconds of a time such as `240s` or `1m 30s`; a plain number is counted in `bare`. Undefined: no time. */
function secondsOf(text: string, bare: string): number | undefined {
  const spelt = /^\d+([.]\d+)?$/.test(text) ? text + bare : text;
  if (!/^(\d+([.]\d+)?(ns|us|ms|[smhdwMy]) *)+$/.test(spelt)) return undefined;
  const parts = [...spelt.matchAll(/(\d+(?:[.]\d+)?)([a-zM]+)/g)];
  return Math.ceil(parts.reduce((sum, [, number, unit = '']) => sum + Number(number) * (units[unit] ?? 0), 0));
}

/**
 * Steps of a stopping controller pod, each after another, sorted by name. A text that is no time is left out.
 * Their defaults are those of controller 1.15.1; the agent's 2 s are recalled from its documentation, not verified.
 */
export function shutdownSteps(values: ValueMap): ShutdownStep[] {
  const step = (path: Path, fallback: string, bare: string, name = String(path.at(-1))): ShutdownStep[] => {
    const seconds = secondsOf(textAt(values, ...path) || fallback, bare);
    return seconds === undefined ? [] : [{ name, path, seconds }];
  };
  const native = textAt(values, 'agent', 'mode') === 'sidecar' && mapAt(values, 'agent', 'sidecar')['native'] === true;
  return [
    ...step(['controller', 'extraArgs', 'post-shutdown-grace-period'], '10', 's'),
    ...hook(values),
    ...(native ? step(...agentStop(values)) : []),
    ...step(['controller', 'shutdownGracePeriod'], '0', 's'),
    ...step(settingPath(values, 'worker-shutdown-timeout'), '240s', 's'),
  ];
}

/** The agent's step, from its option or the variable of it; one whose value stands elsewhere is no time. */
function agentStop(values: ValueMap): [path: Path, fallback: string, bare: string, name: string] {
  const name = 'service-shutdown-timeout';
  const index = listAt(values, 'agent', 'extraEnvs').findIndex((entry) => textAt(entry, 'name') === variableOf(name));
  return index < 0 ? [['agent', 'config', name], '2s', 'ms', name] : [['agent', 'extraEnvs', index, 'value'], '', 'ms', name];
}

/** A preStop hook that sleeps: Kubernetes tells the controller to stop when it is over. */
function hook(values: ValueMap): ShutdownStep[] {
  const path = ['controller', 'lifecycle', 'preStop'];
  const command = listAt(values, ...path, 'exec', 'command').join(' ');
  const slept = [...command.matchAll(/\bsleep +(\d+)/g)].reduce((sum, [, number]) => sum + Number(number), 0);
  const seconds = slept + Number(textAt(values, ...path, 'sleep', 'seconds') || 0);
  return seconds > 0 ? [{ name: 'preStop', path, seconds }] : [];
}
