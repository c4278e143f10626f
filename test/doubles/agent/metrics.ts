import { memoryUsage, cpuUsage, uptime } from 'node:process';
import type { Fault } from './fault.ts';
import { faults } from './fault.ts';
import type { VerdictName } from './record.ts';

/** One value of the agent's StatsD metrics; a counter counts since the last report. */
export interface Metric {
  readonly name: string;
  readonly kind: 'counter' | 'gauge';
  readonly value: number;
  /** The signal that this counter counts, when it counts one. */
  readonly signal?: string;
}

/** What the agent has counted since its start. */
export interface Tally {
  /** Calls by what became of them: a verdict, a fault, or the kind of call. */
  readonly counts: Record<string, number>;
  readonly signals: Record<string, number>;
  /** How long each decision since the last report took, in milliseconds; kept only when there are reports. */
  readonly decisionTimes?: number[];
  readonly queueTimes?: number[];
}

/**
 * A function that gives all metrics of this moment and begins the next interval.
 * Names, kinds and units: https://www.fastly.com/documentation/guides/next-gen-waf/reference/agent-statsd-metrics
 */
export function metricsOf(tally: Tally, openConnections: () => number): () => Metric[] {
  const sinceLast = counterDifferences();
  const cpuPercent = cpuMeter();
  return () => {
    const count = (names: readonly (VerdictName | Fault)[]) => names.reduce((sum, name) => sum + (tally.counts[name] ?? 0), 0);
    const counter = (name: string, total: number): Metric => ({ name, kind: 'counter', value: sinceLast(name, total) });
    const gauge = (name: string, value: number): Metric => ({ name, kind: 'gauge', value });
    return [
      counter('waf.total', count(['allowed', 'tagged', 'blocked'])),
      counter('waf.error', count(['unprocessed', ...faults])),
      counter('waf.allow', count(['allowed', 'tagged'])),
      counter('waf.block', count(['blocked'])),
      ...percentiles('waf.perf.decision_time', tally.decisionTimes?.splice(0)),
      ...percentiles('waf.perf.queue_time', tally.queueTimes?.splice(0)),
      gauge('rpc.connections.open', openConnections()),
      gauge('runtime.cpu_pct', cpuPercent()),
      gauge('runtime.mem.sys_bytes', memoryUsage.rss()),
      gauge('runtime.uptime', Math.floor(uptime())),
      ...Object.entries(tally.signals).map(([signal, total]) => ({ ...counter(`signal.${signal}`, total), signal })),
    ].map((metric) => ({ ...metric, name: `sigsci.agent.${metric.name}` }));
  };
}

function percentiles(name: string, times: readonly number[] = []): Metric[] {
  const sorted = [...times].sort((a, b) => a - b);
  const at = (percent: number) => sorted[Math.ceil((sorted.length * percent) / 100) - 1] ?? 0;
  return [50, 95, 99].map((percent) => ({ name: `${name}.${percent}pct`, kind: 'gauge', value: Number(at(percent).toFixed(3)) }));
}

function counterDifferences(): (name: string, total: number) => number {
  const last = new Map<string, number>();
  return (name, total) => {
    const difference = total - (last.get(name) ?? 0);
    last.set(name, total);
    return difference;
  };
}

/** Per cent of one core since the last call. */
function cpuMeter(): () => number {
  let [usage, at] = [cpuUsage(), performance.now()];
  return () => {
    const { user, system } = cpuUsage(usage);
    const elapsed = performance.now() - at;
    [usage, at] = [cpuUsage(), performance.now()];
    return Number(((user + system) / 10 / Math.max(elapsed, 1)).toFixed(2));
  };
}
