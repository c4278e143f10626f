import { setTimeout as sleep } from 'node:timers/promises';
import type { Backend } from '../lab/backend.ts';
import { lineReader } from './line-reader.ts';

/** Which containers' logs are collected. */
export interface LogSource {
  readonly namespace: string;
  /** Label selector of the pods. */
  readonly selector: string;
  readonly container: string;
}

export interface LogCollector {
  /** Every line that any container of the source has written since the collector began, and before in those that ran then. */
  stop(): Promise<string[]>;
}

/**
 * Follows the logs of every such container, of those too that come and go meanwhile: what a pod wrote is gone with it.
 * A broken stream is taken up again from its start, so lines may come twice; each counts once.
 */
export function collectLogs(lab: Backend, source: LogSource): LogCollector {
  const stop = new AbortController();
  const lines = new Set<string>();
  const keep = (text: string): void => text.split('\n').forEach((line) => line !== '' && lines.add(line));
  const follows = new Map<string, Promise<void>>();
  const onStart = (pod: string, started: string): void => {
    const key = `${pod} ${started}`;
    if (!follows.has(key)) follows.set(key, follow(lab, source, pod, stop.signal, keep));
  };
  const watching = watch(lab, source, stop.signal, onStart);
  const finish = async (): Promise<string[]> => {
    // The container's runtime, the kubelet and kubectl each hand a line on a moment later.
    await sleep(1500);
    stop.abort();
    await Promise.all([watching, ...follows.values()]);
    await readRest(lab, source, keep);
    return [...lines];
  };
  let finished: Promise<string[]> | undefined;
  return { stop: () => (finished ??= finish()) };
}

/** Tells of each start of the container, one that happened before included. */
async function watch(lab: Backend, source: LogSource, signal: AbortSignal, onStart: (pod: string, started: string) => void): Promise<void> {
  const state = (list: string): string => `.status.${list}[?(@.name=="${source.container}")].state.running.startedAt`;
  const columns = `custom-columns=NAME:.metadata.name,FIRST:${state('initContainerStatuses')},SECOND:${state('containerStatuses')}`;
  const onLine = (line: string): void => {
    const [pod = '', ...starts] = line.trim().split(/\s+/);
    const started = starts.find((start) => start.startsWith('2'));
    if (started) onStart(pod, started);
  };
  const command = ['kubectl', 'get', 'pods', ...ofSource(source), '--watch', '--no-headers', '--output', columns];
  while (!signal.aborted) {
    await lab.exec(command, { signal, onOutput: lineReader(onLine) });
    await sleep(300);
  }
}

/** Until the container ends. A stream that breaks, as by a restart of the API server, is taken up again. */
async function follow(lab: Backend, { namespace, container }: LogSource, pod: string, signal: AbortSignal, keep: (text: string) => void): Promise<void> {
  for (let tries = 0; tries < 30 && !signal.aborted; tries++) {
    const { code, stdout, stderr } = await lab.exec(['kubectl', 'logs', '--namespace', namespace, pod, '--container', container, '--follow'], { signal });
    keep(stdout);
    if (code === 0 || stderr.includes('NotFound')) return;
    await sleep(1000);
  }
}

/** What the containers that are still there have written, for the last moments before the end. */
async function readRest(lab: Backend, source: LogSource, keep: (text: string) => void): Promise<void> {
  const { stdout } = await lab.exec(['kubectl', 'get', 'pods', ...ofSource(source), '--output', 'name']);
  const pods = stdout.split('\n').filter((name) => name !== '');
  for (const pod of pods) {
    keep((await lab.exec(['kubectl', 'logs', '--namespace', source.namespace, pod, '--container', source.container])).stdout);
  }
}

function ofSource({ namespace, selector }: LogSource): string[] {
  return ['--namespace', namespace, '--selector', selector];
}
