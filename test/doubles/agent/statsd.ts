import { createSocket } from 'node:dgram';
import { isIPv6 } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import type { Metric } from './metrics.ts';

export interface StatsdSettings {
  readonly host: string;
  readonly port: number;
  readonly type: 'statsd' | 'dogstatsd';
  /** Patterns over full metric names, `*` for any text; a metric is sent when one fits. */
  readonly metrics: readonly string[];
  /** Milliseconds between reports. */
  readonly interval: number;
}

/** Milliseconds that the last report may take: a name that does not resolve must not keep the agent from stopping. */
const lastReport = 500;

/** Sends what `metrics` gives, at each interval and at the end. Nothing that goes wrong with the sink reaches the agent but one line to `say`. */
export function statsdReports(settings: StatsdSettings, metrics: () => Metric[], say: (line: string) => void): { close(): Promise<void> } {
  const socket = createSocket(isIPv6(settings.host) ? 'udp6' : 'udp4').unref();
  let [told, sending] = [false, false];
  const failed = (error: Error) => {
    if (!told) say(`SIGSCI_STATSD_ADDRESS: ${error.message}; going on without`);
    told = true;
  };
  socket.on('error', failed);
  const send = (packet: string) => new Promise<void>((resolve) => {
    socket.send(packet, settings.port, settings.host, (error) => resolve(error ? failed(error) : undefined));
  });
  const report = async () => {
    if (sending) return;
    sending = true;
    await Promise.all(packets(metrics(), settings).map(send));
    sending = false;
  };
  const timer = setInterval(() => void report(), settings.interval).unref();
  return {
    async close() {
      clearInterval(timer);
      await Promise.race([report(), wait(lastReport)]);
      socket.close();
    },
  };
}

/** The datagrams of a report: lines of metrics, as many in each as an Ethernet frame holds. */
export function packets(metrics: readonly Metric[], settings: Pick<StatsdSettings, 'type' | 'metrics'>, size = 1432): string[] {
  const filter = settings.metrics.map(globPattern);
  const lines = metrics.filter(({ name }) => filter.some((pattern) => pattern.test(name))).map((metric) => line(metric, settings.type));
  return lines.reduce<string[]>((filled, next) => {
    const last = filled.at(-1);
    if (last === undefined || last.length + next.length + 1 > size) return [...filled, next];
    return [...filled.slice(0, -1), `${last}\n${next}`];
  }, []);
}

/** Source of the tag: DataDog/integrations-extras, sigsci/README.md, which also writes the names of signals small. */
function line({ name, kind, value, signal }: Metric, type: StatsdSettings['type']): string {
  const text = `${value}|${kind === 'counter' ? 'c' : 'g'}`;
  if (signal === undefined) return `${name}:${text}`;
  const small = signal.toLowerCase();
  return type === 'dogstatsd' ? `sigsci.agent.signal:${text}|#signal_type:${small}` : `sigsci.agent.signal.${small}:${text}`;
}

function globPattern(glob: string): RegExp {
  return new RegExp(`^${glob.split('*').map((part) => part.replace(/[^\w]/g, '\\$&')).join('.*')}$`, 'i');
}
