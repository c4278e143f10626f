import { spawnSync } from 'node:child_process';

/** One program and its arguments. */
export type Command = readonly string[];

/** Wall time from start to end of a process, in ms. */
export interface Times {
  readonly median: number;
  readonly least: number;
}

/**
 * Runs commands one after the other, again and again, so that all of them meet the same moods of the machine; only the
 * ratio between them means anything. Their exit codes must be among `accepted`.
 */
export function race(commands: readonly Command[], rounds: number, accepted: readonly number[] = [0, 1]): Times[] {
  const samples = commands.map((): number[] => []);
  for (let round = -2; round < rounds; round++) {
    commands.forEach((command, index) => {
      const time = run(command, accepted);
      if (round >= 0) samples[index]?.push(time);
    });
  }
  return samples.map((times) => {
    const sorted = times.sort((a, b) => a - b);
    return { median: sorted[sorted.length >> 1] ?? NaN, least: sorted[0] ?? NaN };
  });
}

function run([program = '', ...args]: Command, accepted: readonly number[]): number {
  // Reading extra certificates costs Node 20 some 30 ms at every start, whatever the program.
  const { NODE_EXTRA_CA_CERTS: _, ...env } = process.env;
  const started = process.hrtime.bigint();
  const { status, error } = spawnSync(program, args, { stdio: 'ignore', env });
  const time = Number(process.hrtime.bigint() - started) / 1e6;
  if (error) throw error;
  if (status === null || !accepted.includes(status)) throw new Error(`${program} ${args.join(' ')} ended with ${status}`);
  return time;
}
