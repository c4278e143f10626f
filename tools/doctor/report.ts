import type { Finding } from './examine.ts';

/** The findings as a table, then what to do about each that is missing or unsupported. */
export function table(findings: readonly Finding[]): string {
  const rows = [['TOOL', 'VERSION', 'SUPPORTED', 'NEEDED BY', 'PATH'], ...findings.map(row)];
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((cells) => cells[column]?.length ?? 0))) ?? [];
  const lines = rows.map((cells) => cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ').trimEnd());
  const advice = findings.filter(({ supported }) => !supported).map((finding) => `${finding.tool}: ${trouble(finding)}; ${finding.remedy}`);
  return `${[...lines, ...advice].join('\n')}\n`;
}

function row({ tool, version, supported, range, neededBy, path }: Finding): string[] {
  return [tool, version ?? '-', `${supported ? 'yes' : 'no'} (${range})`, neededBy, path ?? 'not found'];
}

function trouble({ path, version, range }: Finding): string {
  if (path === null) return 'not found';
  return version === null ? `${path} does not say its version` : `${version} is not supported (${range})`;
}
