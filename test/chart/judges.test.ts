/** What kube-score and checkov hold against the defaults: every finding has its answer, and every answer its finding. */
import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as assert from 'uvu/assert';
import { parse } from 'yaml';
import { checkov } from '../../ci/toolchain/checkov.ts';
import { attempt } from '../../ci/toolchain/run.ts';
import { tool } from '../../ci/toolchain/tool.ts';
import { templateText } from '../support/helm.ts';
import { inScratchFolder } from '../support/scratch-folder.ts';
import { suite } from '../support/suite.ts';

const test = suite('judges of the rendered objects');

interface Answer {
  readonly judge: string;
  readonly finding: string;
  readonly reason: string;
}

const answers = parse(readFileSync(join(import.meta.dirname, '../fixtures/judges/answers.yaml'), 'utf8')) as Answer[];
const answered = (judge: string): string[] => answers.filter((answer) => answer.judge === judge).map(({ finding }) => finding).sort();

/** Findings of kube-score, each once, whatever object and container they are about. */
async function kubeScore(manifest: string): Promise<string[]> {
  const { stdout } = await attempt([await tool('kube-score'), 'score', '--output-format', 'ci', '-'], { input: manifest });
  assert.match(stdout, /^\[OK\]/m, 'kube-score has looked at something');
  const lines = stdout.split('\n').filter((line) => /^\[(CRITICAL|WARNING)\]/.test(line));
  return [...new Set(lines.map((line) => line.replace(/^.*?: (\([\w-]+\) )?/, '')))].sort();
}

/** Ids of the checks of checkov that failed. */
async function checkovFindings(manifest: string): Promise<string[]> {
  return inScratchFolder({}, async (folder) => {
    const file = join(folder, 'manifest.yaml');
    await writeFile(file, manifest);
    const command = [...(await checkov()), '--file', file, '--framework', 'kubernetes', '--skip-download', '--compact', '--quiet', '--output', 'json'];
    const { stdout, stderr } = await attempt(command, { cwd: folder });
    assert.match(stdout, /^\s*\{/, stderr);
    const { results, summary } = JSON.parse(stdout) as { results: { failed_checks: { check_id: string }[] }; summary: { passed: number } };
    assert.ok(summary.passed > 100, 'checkov has looked at something');
    return [...new Set(results.failed_checks.map(({ check_id }) => check_id))].sort();
  });
}

test('kube-score finds what is answered, and nothing else', async () => {
  assert.equal(await kubeScore(await templateText()), answered('kube-score'));
});

test('checkov finds what is answered, and nothing else', async () => {
  assert.equal(await checkovFindings(await templateText()), answered('checkov'));
});

test('every answer has a reason', () => {
  assert.equal(answers.filter(({ reason }) => reason.length < 9), []);
});

test.run();
