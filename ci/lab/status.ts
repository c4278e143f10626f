import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { kubernetes } from '../pins.ts';
import { isRunning } from './bare/daemon.ts';
import type { Place } from './bare/place.ts';
import { kubeconfigOf } from './bare/place.ts';
import { daemonNames, isUp } from './bare/up.ts';
import { defaultName } from './lab.ts';

/** What a user wants to know of a lab, a few lines that end in a line feed. */
export async function describeLab(place: Place): Promise<string> {
  if (!existsSync(place.folder)) return `lab ${place.name}: not there\n`;
  const option = place.name === defaultName ? '' : `--name ${place.name} `;
  if (!(await isUp(place))) return `lab ${place.name}: not up (${await absent(place)}); npm run lab:up -- ${option}or lab:down -- ${option}\n`;
  return [
    `lab ${place.name}: up, Kubernetes ${kubernetes.version}, network namespace ${place.namespace}`,
    `  use     npm run -s lab:exec -- ${option}kubectl get pods -A`,
    `  config  ${kubeconfigOf(place)}`,
    `  logs    ${join(place.folder, 'logs')}`,
    '',
  ].join('\n');
}

async function absent(place: Place): Promise<string> {
  const running = await Promise.all(daemonNames.map((name) => isRunning(place, name)));
  const ended = daemonNames.filter((_, index) => !running[index]);
  return ended.length === 0 ? 'half built' : `not running: ${ended.join(', ')}`;
}
