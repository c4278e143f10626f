import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { Account, Gap, Span } from '../load/account.ts';
import type { Row } from '../load/row.ts';
import { banner } from './banner.ts';
import { betweenMarkers } from './between-markers.ts';
import type { Generator } from './generator.ts';
import { writeAtomically } from './write.ts';

const file = 'chart/README.md';
const measuredFile = 'test/measured/rows.json';
const textFile = 'test/measured/failure-modes.yaml';
const figuresFile = 'chart/files/measured.yaml';

/** What a row means for the user; the figures come from the row itself. */
interface FailureMode {
  /** Id of the row. */
  readonly row: string;
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
  const told = new Set(modes.map(({ row }) => row));
  const untold = rows.filter(({ id }) => !told.has(id)).map(({ id }) => id);
  const unmeasured = modes.filter(({ row }) => !byId.has(row)).map(({ row }) => row);
  if (untold.length > 0) throw new Error(`${textFile} tells nothing of ${untold.join(', ')}`);
  if (unmeasured.length > 0) throw new Error(`${measuredFile} has no row ${unmeasured.join(', ')}; run: npm run e2e:long && npm run measured`);
  const lines = modes.map(({ row, happens, remedy }) => tableLine(byId.get(row) as Row, happens, remedy));
  return `| event | agent | what happens | measured (${images(rows)}) | what to do |\n|---|---|---|---|---|\n${lines.join('\n')}\n`;
}

function images(rows: readonly Row[]): string {
  return rows.some((row) => row.images === 'vendor') ? "vendor's images" : 'double';
}

function tableLine(row: Row, happens: string, remedy: string): string {
  return `| ${[row.event, row.mode, happens.trim(), measured(row), remedy.trim()].map((cell) => cell.replaceAll('|', '\\|').replaceAll('\n', ' ')).join(' | ')} |`;
}

function measured({ load, seconds = {} }: Row): string {
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

/** For each row how many requests failed and passed uninspected, and over how many seconds. */
function figures(rows: readonly Row[]): string {
  const lines = rows.flatMap(({ id, load }) => {
    if (!load) return [];
    const { requests, failed, uninspected, gaps } = load.account;
    return [`${id}: {requests: ${requests}, failed: ${failed}, uninspected: ${uninspected}, seconds: ${widest(Object.values(gaps))}}\n`];
  });
  return lines.join('');
}

function widest(spans: readonly Span[]): number {
  if (spans.length === 0) return 0;
  return Math.round((Math.max(...spans.map(({ to }) => to)) - Math.min(...spans.map(({ from }) => from))) * 10) / 10;
}
