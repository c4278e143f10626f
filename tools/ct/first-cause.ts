import type { ContainerState, PodState, State } from './state.ts';

/** What Helm says when it only knows that something did not become ready. */
const waited = /timed out|deadline exceeded|not ready|unavailable|failed waiting for process|rollout/i;

/** How many of a container's last lines help, and how many only fill the screen. */
const shownLines = 6;

/**
 * The cause of a failed case, the most telling line first. `output` is what ct printed. Helm's own
 * error counts, unless it only says that the time was over: then what kept the pods from being ready
 * does. Never empty.
 */
export function firstCause(output: string, state: State | undefined): string[] {
  const helm = helmLine(output);
  if (helm !== undefined && !waited.test(helm)) return [helm, ...failedTest(output, state)];
  const pods = podCauses(state);
  if (pods.length > 0) return pods;
  const warnings = state?.warnings.slice(-3) ?? [];
  return warnings.length > 0 ? warnings : [helm ?? lastLine(output) ?? 'ct ended without a word'];
}

/** What is wrong now; when nothing is, which containers failed before. */
function podCauses(state: State | undefined): string[] {
  const pods = state?.pods ?? [];
  const ill = pods.flatMap((pod) => podCause(pod, ({ well }) => !well));
  return ill.length > 0 ? ill : pods.flatMap((pod) => podCause(pod, ({ failed }) => failed));
}

function podCause({ name, unscheduled, containers }: PodState, matters: (container: ContainerState) => boolean): string[] {
  if (unscheduled !== undefined) return [`pod ${name} finds no node: ${unscheduled}`];
  return containers.filter(matters).flatMap((container) => containerCause(name, container));
}

function containerCause(pod: string, { name, reason, lines }: ContainerState): string[] {
  return [`pod ${pod}, container ${name}: ${reason}`, ...lines.slice(-shownLines).map((line) => `  | ${line}`)];
}

/** After a failed `helm test` its own pod says what it saw. */
function failedTest(output: string, state: State | undefined): string[] {
  return /pod .* failed/i.test(output) ? podCauses(state) : [];
}

/** Helm's last error; `Error: uninstall` would come later, but ct does not clean up for us. */
function helmLine(output: string): string | undefined {
  const lines = output.split('\n');
  const at = lines.findLastIndex((line) => line.startsWith('Error: ') && !line.startsWith('Error: failed '));
  if (at < 0) return undefined;
  const end = lines.findIndex((line, index) => index > at && /^(Error: |-{3,}|>>> |\s*✖|failed |\s*$)/.test(line));
  const whole = lines.slice(at, end < 0 ? lines.length : end).map((line) => line.trim());
  return whole.join(' ').replace(/^Error: /, '');
}

function lastLine(output: string): string | undefined {
  return output.split('\n').findLast((line) => line.trim() !== '')?.trim();
}
