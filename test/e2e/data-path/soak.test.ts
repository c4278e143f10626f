/** Ten minutes of steady load: nothing is lost, and neither memory nor the agent's folder grows without bound. */
import { setTimeout as sleep } from 'node:timers/promises';
import * as assert from 'uvu/assert';
import { controllerPodNames } from '../../../ci/scenario/release.ts';
import { whenDoubles } from '../../support/judged.ts';
import { long } from '../../support/long.ts';
import { skip } from '../../support/skip.ts';
import { suite } from '../../support/suite.ts';
import { openSite } from './support/site.ts';
import { nothingLost } from './support/verdict.ts';

/** SIGSCI_SOAK_SECONDS runs it in the short form too, for so long. */
const asked = Number(process.env['SIGSCI_SOAK_SECONDS'] ?? 0);
if (!long && !asked) {
  skip('soak: runs in the long form only, or for SIGSCI_SOAK_SECONDS');
  process.exit(0);
}
const seconds = asked || 600;
/** Seconds between two looks: at least a dozen of them, four in each third. */
const pause = Math.max(3, Math.min(15, seconds / 12));

const site = await openSite('soak');
const soak = suite('soak');
soak.after(() => site.remove());

/** What may grow, in kB, over all pods. */
interface Sample {
  readonly 'agent memory': number;
  readonly 'controller memory': number;
  readonly 'agent folder': number;
}

/** kB beyond a growth of 30 % that are noise: a garbage collector's breath, a file of the agent's. */
const noise: Sample = { 'agent memory': 20_000, 'controller memory': 20_000, 'agent folder': 1000 };

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);

async function sample(): Promise<Sample> {
  const pods = await controllerPodNames(site.lab, site.release);
  const inEach = async (container: string, command: string, count: (text: string) => number): Promise<number> =>
    sum(await Promise.all(pods.map(async (pod) => count(await site.kubectl('exec', pod, '--container', container, '--', 'sh', '-c', command)))));
  // A process that ends between the list and the look is no fault.
  const memory = 'cat /proc/[0-9]*/status 2>/dev/null || true';
  return {
    'agent memory': await inEach('sigsci-agent', memory, residentKilobytes),
    'controller memory': await inEach('controller', memory, residentKilobytes),
    'agent folder': await inEach('sigsci-agent', 'ls -lR /sigsci/tmp', folderKilobytes),
  };
}

/** Of all processes, from their /proc/PID/status. */
function residentKilobytes(text: string): number {
  return sum([...text.matchAll(/^VmRSS:\s+(\d+) kB$/gm)].map(([, number]) => Number(number)));
}

/** Sizes of the files in `ls -l`. */
function folderKilobytes(text: string): number {
  return sum([...text.matchAll(/^-\S+\s+\d+\s+\S+\s+\S+\s+(\d+)\s/gm)].map(([, number]) => Number(number) / 1000));
}

function median(numbers: readonly number[]): number {
  return [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN;
}

whenDoubles(soak, "the tools of the agent double's image look into its folder")(`${seconds} seconds`, async () => {
  const measured = await site.underLoad({ id: 'soak', event: `steady load for ${seconds} s` }, async () => {
    const samples: Sample[] = [];
    const began = performance.now();
    for (let due = pause; due <= seconds; due += pause) {
      await sleep(Math.max(0, began + due * 1000 - performance.now()));
      samples.push(await sample());
    }
    return samples;
  }, { seconds: seconds + 120 });
  nothingLost(measured);

  const samples = measured.result;
  const third = Math.floor(samples.length / 3);
  assert.ok(third >= 3, `only ${samples.length} looks`);
  for (const name of Object.keys(noise) as (keyof Sample)[]) {
    const of = (part: readonly Sample[]): number => median(part.map((one) => one[name]));
    const [first, second, last] = [of(samples.slice(0, third)), of(samples.slice(third, 2 * third)), of(samples.slice(-third))];
    process.stdout.write(`${name}: ${[first, second, last].map((kilobytes) => `${kilobytes.toFixed(1)} kB`).join(', then ')}\n`);
    assert.ok(first > 0, `${name}: nothing was measured`);
    assert.ok(last <= second * 1.3 + noise[name], `${name} grew from ${second} to ${last} kB`);
  }
});

soak.run();
