import * as assert from 'uvu/assert';
import { lineReader } from '../../../../ci/load/line-reader.ts';
import { until } from '../../../../ci/scenario/until.ts';
import { podSelector } from './pods.ts';
import type { Component } from './pods.ts';
import type { Site } from './site.ts';

/** One state of a pod, as the API server told it. */
export interface Moment {
  /** Milliseconds since the epoch, by this machine's clock. */
  readonly at: number;
  readonly pod: string;
  readonly ready: boolean;
}

/** What has been seen of a component's pods so far. */
export interface PodWatch {
  readonly moments: readonly Moment[];
  /** The pod's first moment since `time` in which it is ready, or is not; waits for it, at most so many seconds. */
  first(pod: string, time: number, ready: boolean, seconds?: number): Promise<Moment>;
  stop(): Promise<void>;
}

/** Writes down, from now on, when which pod of the component was ready. */
export function watchPods(site: Site, component: Component): PodWatch {
  const { lab, namespace, release } = site;
  const end = new AbortController();
  const moments: Moment[] = [];
  const columns = 'custom-columns=NAME:.metadata.name,READY:.status.conditions[?(@.type=="Ready")].status';
  const onLine = (line: string): void => {
    const [pod = '', ready] = line.trim().split(/\s+/);
    moments.push({ at: Date.now(), pod, ready: ready === 'True' });
  };
  const command = ['kubectl', 'get', 'pods', '--namespace', namespace, '--selector', podSelector(release.name, component), '--watch', '--no-headers', '--output', columns];
  const watching = lab.exec(command, { signal: end.signal, onOutput: lineReader(onLine) });
  const stop = async (): Promise<void> => {
    end.abort();
    await watching;
  };
  site.atEnd(stop);
  return {
    moments,
    stop,
    first: (pod, time, ready, seconds = 90) => until(`pod ${pod} ${ready ? 'ready' : 'not ready'}`, seconds, async () => moments.find((moment) => moment.pod === pod && moment.at >= time && moment.ready === ready)),
  };
}

/** These pods, and no other is looked at, were ready all the time so far. */
export function stayedReady({ moments }: PodWatch, pods: readonly string[]): void {
  for (const pod of pods) {
    assert.ok(moments.some((moment) => moment.pod === pod), `${pod} was not watched`);
    assert.ok(moments.every((moment) => moment.pod !== pod || moment.ready), `${pod} was not Ready for a time`);
  }
}
