import { UserError } from '../../tools/errors.ts';
import { judgeText } from '../../tools/lint/judge-text.ts';
import type { Layer } from '../../tools/values/layer.ts';
import { buildStack } from '../../tools/values/stack.ts';
import type { SetKind } from '../../tools/values/set/parse-set.ts';
import type { Probe, Verdict } from './helm-probe.ts';

/** What we make of the same input that askHelm gives to a real helm; `@name` stands for a file there too. */
export function ourVerdict({ defaults = '', files = {}, args = [], input = '' }: Probe): Verdict {
  const content = (name: string): string | Uint8Array => (name === '-' ? input : (files[name.slice(1)] ?? ''));
  const named = (flag: string): string[] => args.flatMap((word, index) => (args[index - 1] === flag ? [word] : []));
  const layers = named('-f').map((name) => readLayer('file', content(name)));
  const below = readLayer('defaults', defaults);
  const broken = [below, ...layers].find((layer): layer is { error: string } => 'error' in layer);
  if (broken) return broken;
  const sets = Object.fromEntries((['set', 'set-string', 'set-json', 'set-literal', 'set-file'] as SetKind[]).map((kind) => [kind, named(`--${kind}`)]));
  try {
    const base = below as Layer;
    const chart = { defaults: base.values, subcharts: [] };
    return { value: jsonOf(buildStack(chart, base, layers as Layer[], sets, (name) => String(content(name))).values) };
  } catch (error) {
    if (error instanceof UserError) return { error: error.message };
    throw error;
  }
}

function readLayer(kind: Layer['kind'], text: string | Uint8Array): Layer | { error: string } {
  const { layer, diagnostics } = judgeText(kind, 'values.yaml', Buffer.from(text));
  return layer ?? { error: diagnostics[0]?.message ?? 'refused' };
}

/** As JSON carries it: a key `__proto__`, -0 and the like come out as they do from helm. */
function jsonOf(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}
