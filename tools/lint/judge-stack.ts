import type { SchemaFinding, Validate } from '../schema/validate.ts';
import type { JsonSchema } from '../schema/json-schema.ts';
import type { Stack } from '../values/stack.ts';
import type { Diagnostic } from './diagnostic.ts';
import { place } from './place.ts';
import type { Finding } from './place.ts';
import type { Rule, Subject } from './rule.ts';
import { describeFinding } from './schema-words.ts';
import { withoutAssigned } from './shown.ts';

const atTheKey = new Set(['additionalProperties', 'propertyNames', 'required', 'false']);

/** What a stack is judged by: the schema, as it is and as a validator, and rules. */
export interface Judges {
  readonly schema: JsonSchema;
  readonly validate: Validate;
  readonly rules: readonly Rule[];
}

/** Judges merged values by the schema, then by the rules. */
export function judgeStack(stack: Stack, { schema, validate, rules }: Judges): Diagnostic[] {
  const { values, user, layers } = stack;
  const subject: Subject = { values, user, layers, schema };
  const findings = [...validate(values).map((finding) => fromSchema(finding, stack)), ...rules.flatMap((rule) => runRule(rule, subject))];
  return findings.map((finding) => withoutAssigned(place(finding, layers), finding.path, values));
}

function fromSchema(finding: SchemaFinding, stack: Stack): Finding {
  const { keyword, path } = finding;
  return { rule: `schema/${keyword}`, severity: 'error', message: describeFinding(finding, stack), path, atKey: atTheKey.has(keyword) };
}

/** A rule that throws is a fault of ours: it is told as a finding, and the other rules go on. */
function runRule(rule: Rule, subject: Subject): Finding[] {
  const findings: Finding[] = [];
  try {
    rule.check(subject, (path, message, related = []) => findings.push({ rule: rule.id, severity: rule.severity, message, path, related }));
  } catch (error) {
    const message = `this rule failed (${(error as Error).name}); please report it with the values file`;
    findings.push({ rule: rule.id, severity: 'error', message, path: [] });
  }
  return findings;
}
