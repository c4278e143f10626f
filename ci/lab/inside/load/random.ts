/**
 * A number from 0 to 1 that depends on its two arguments alone, so that a request has the same nature in each run of a
 * seed, whatever order the requests come in. One step of mulberry32: https://gist.github.com/tommyettinger/46a874533244883189143505d203312c
 */
export function chance(seed: number, number: number): number {
  let state = (Math.imul(seed, 0x9e3779b1) ^ Math.imul(number, 0x85ebca6b)) + 0x6d2b79f5;
  state = Math.imul(state ^ (state >>> 15), state | 1);
  state ^= state + Math.imul(state ^ (state >>> 7), state | 61);
  return ((state ^ (state >>> 14)) >>> 0) / 2 ** 32;
}
