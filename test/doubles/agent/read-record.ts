import type { AgentLine } from './record.ts';

/**
 * The record lines in a text, in their order, as `kubectl logs` of one or more agents gives it: also with timestamps or
 * pod names in front of the lines. Talk, cut lines and any other JSON are passed over.
 */
export function readRecord(text: string): AgentLine[] {
  return text.split('\n').map(readLine).filter((line) => line !== undefined);
}

function readLine(line: string): AgentLine | undefined {
  const start = line.indexOf('{');
  if (start < 0) return undefined;
  try {
    const value: unknown = JSON.parse(line.slice(start));
    return isAgentLine(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isAgentLine(value: unknown): value is AgentLine {
  const { time, hostname, call, event } = (value ?? {}) as Record<string, unknown>;
  return typeof time === 'string' && typeof hostname === 'string' && (typeof call === 'string' || typeof event === 'string');
}
