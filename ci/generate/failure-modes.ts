import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { Account, Gap } from '../load/account.ts';
import type { Row } from '../load/row.ts';
import { secondsOver } from '../load/span.ts';
import type { Span } from '../load/span.ts';
import { banner } from './banner.ts';
import { betweenMarkers } from './between-markers.ts';
import type { Generator } from './generator.ts';
import { writeAtomically } from './write.ts';

const file = 'chart/README.md';
const measuredFile = 'test/measured/rows.json';
const textFile = 'test/measured/failure-modes.yaml';
const figuresFile = 'chart/files/measured.yaml';

/** What rows mean for the user; the figures come from the rows themselves. */
export interface FailureMode {
  /** What happens, where it is not the event of the first row. */
  readonly event?: string;
  /** Ids of the rows that show it. */
  readonly rows: readonly string[];
  readonly happens: string;
  readonly remedy: string;
}

/** The table of failure modes between the markers of chart/README.md, and the figures that NOTES.txt quotes. */
export const failureModesGenerator: Generator = {
  name: 'failure modes',
  sources: [measuredFile, textFile],
  outputs: [file, figuresFile],
  async run(root) {
    const { rows } = JSON.parse(await readFile(join(root, measuredFile), 'utf8')) as { rows: Row[] };
    const modes = parse(await readFile(join(root, textFile), 'utf8')) as FailureMode[];
    const text = await readFile(join(root, file), 'utf8');
    const content = `<!-- ${banner(`${measuredFile} and ${textFile}`)} -->\n\n${failureModesTable(modes, rows)}`;
    await writeAtomically(join(root, file), betweenMarkers(file, text, 'failure-modes', content));
    await writeAtomically(join(root, figuresFile), `# ${banner(measuredFile)}\n${figures(rows)}`);
  },
};

/** Throws when a row has no text or a text no row: each measured event is told, and nothing is told that was not measured. */
export function failureModesTable(modes: readonly FailureMode[], rows: readonly Row[]): string {
  const byId = new Map(rows.map((row) => [row.id, row]));
  const told = new Set(modes.flatMap((mode) => mode.rows));
  const untold = rows.filter(({ id }) => !told.has(id)).map(({ id }) => id);
  const unmeasured = [...told].filter((id) => !byId.has(id));
  if (untold.length > 0) throw new Error(`${textFile} tells nothing of ${untold.join(', ')}`);
  if (unmeasured.length > 0) throw new Error(`${measuredFile} has no row ${unmeasured.join(', ')}; run: npm run e2e:long && npm run measured`);
  const lines = modes.map((mode) => tableLine(mode, mode.rows.map((id) => byId.get(id) as Row)));
  return `| event | agent | what happens | measured (${images(rows)}) | what to do |\n|---|---|---|---|---|\n${lines.join('\n')}\n`;
}

function images(rows: readonly Row[]): string {
  return rows.some((row) => row.images === 'vendor') ? "vendor's images" : 'double';
}

function tableLine({ event, happens, remedy }: FailureMode, rows: readonly Row[]): string {
  const modes = [...new Set(rows.map(({ mode }) => mode))].join(', ');
  const cells = [event ?? rows[0]?.event ?? '', modes, happens, measured(rows), remedy];
  return `| ${cells.map((cell) => cell.trim().replaceAll('|', '\\|').replaceAll('\n', ' ')).join(' | ')} |`;
}

/** Rows without a loss are one figure; each other one speaks for itself. */
function measured(rows: readonly Row[]): string {
  const clean = rows.filter(({ load, seconds }) => load && load.account.failed + load.account.uninspected === 0 && !seconds);
  const others = rows.filter((row) => !clean.includes(row));
  const requests = clean.reduce((sum, { load }) => sum + (load?.account.requests ?? 0), 0);
  const together = clean.length > 0 ? [`of ${requests.toLocaleString('en')} requests 0 failed, 0 uninspected`] : [];
  return [...together, ...others.map((row) => (rows.length > 1 ? `${row.event}: ${words(row)}` : words(row)))].join('; ');
}

function words({ load, seconds = {} }: Row): string {
  const times = Object.entries(seconds).map(([what, value]) => `${what}: ${value} s`);
  return [...(load ? [accountWords(load.account)] : []), ...times].join('; ');
}

function accountWords({ requests, failed, failures, uninspected, gaps }: Account): string {
  const lost = failed === 0 ? '0 failed' : `${failed} failed (${Object.entries(failures).map(([reason, span]) => `${reason}: ${over(span)}`).join(', ')})`;
  const missed = uninspected === 0 ? '0 uninspected' : `${uninspected} uninspected (${(Object.entries(gaps) as [Gap, Span][]).map(([gap, span]) => `${gap}: ${over(span)}`).join(', ')})`;
  return `of ${requests.toLocaleString('en')} requests ${lost}, ${missed}`;
}

function over({ count, from, to }: Span): string {
  return `${count} over ${(to - from).toFixed(1)} s`;
}

/** Rows that NOTES.txt quotes, by their ids: each release carries the chart's files. */
const quoted = ['upgrade-image-tags', 'classic-upgrade-image-tags', 'service-upgrade-image-tags'];

/** For each quoted row how many requests failed and passed uninspected, and over how many seconds. */
function figures(rows: readonly Row[]): string {
  const lines = rows.flatMap(({ id, load }) => {
    if (!load || !quoted.includes(id)) return [];
    const { requests, failed, uninspected, gaps } = load.account;
    return [`${id}: {requests: ${requests}, failed: ${failed}, uninspected: ${uninspected}, seconds: ${secondsOver(Object.values(gaps))}}\n`];
  });
  return lines.join('');
}
