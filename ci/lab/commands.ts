import { existsSync } from 'node:fs';
import { ExitCode, UserError } from '../../tools/errors.ts';
import { removeBare } from './bare/bare.ts';
import { execInside } from './bare/inside.ts';
import { knownPlace, labNames } from './bare/known-labs.ts';
import { requireRoot } from './bare/prerequisites.ts';
import { isUp } from './bare/up.ts';
import type { CommandName, LabArguments } from './arguments.ts';
import { openLab } from './lab.ts';
import { describeLab } from './status.ts';
import { stepsTo } from './steps.ts';

type Command = (options: LabArguments, signal: AbortSignal) => Promise<number>;

/** What each lab command does; the result is the exit code. */
export const commands: Record<CommandName, Command> = { up, down, status, exec };

async function up({ name, namespace }: LabArguments, signal: AbortSignal): Promise<number> {
  await openLab(name, { signal, ...(namespace && { namespace }) });
  process.stdout.write(await describeLab(await knownPlace(name)));
  return ExitCode.clean;
}

async function down({ name, namespace }: LabArguments): Promise<number> {
  requireRoot();
  const place = await knownPlace(name, namespace);
  if (existsSync(place.folder)) await stepsTo(process.stderr)(`removal of lab ${name}`, () => removeBare(place));
  else process.stderr.write(`lab ${name}: not there, nothing to remove\n`);
  return ExitCode.clean;
}

/** Exit 1 when a lab is not up. */
async function status({ name, named }: LabArguments): Promise<number> {
  requireRoot();
  const places = await Promise.all((named ? [name] : await labNames()).map((each) => knownPlace(each)));
  if (places.length === 0) process.stdout.write('no lab on this machine; npm run lab:up makes one\n');
  for (const place of places) process.stdout.write(await describeLab(place));
  const healthy = await Promise.all(places.map(isUp));
  return healthy.length > 0 && healthy.every(Boolean) ? ExitCode.clean : ExitCode.problems;
}

async function exec({ name, words }: LabArguments): Promise<number> {
  requireRoot();
  const place = await knownPlace(name);
  if (!(await isUp(place))) throw new UserError(`lab ${name} is not up; npm run lab:up -- --name ${name}`);
  return (await execInside(place, words, { interactive: true })).code;
}
