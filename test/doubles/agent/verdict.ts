import type { Call } from './call.ts';
import { decodedForms } from './decoded-forms.ts';
import type { Fault } from './fault.ts';
import { readMarker } from './marker.ts';
import type { ResponseAction } from './response-actions.ts';
import type { Place, Rule } from './rules.ts';
import type { DoubleSettings } from './settings.ts';

export interface Verdict {
  /** 200 lets the request pass, 300 to 599 blocks it with this status; a module lets it pass on any other number. */
  readonly wafResponse: number;
  readonly tags: readonly string[];
  readonly redirect?: string;
  /** Milliseconds that the marker asks the reply to wait. */
  readonly delay: number;
  /** What the marker asks for instead of a reply. */
  readonly fault?: Fault;
  /** Actions of the rules that matched. */
  readonly actions?: readonly ResponseAction[];
}

/** Judges one request by the rules and by its marker header; the marker's answer beats the rules'. */
export function judge(call: Call, settings: DoubleSettings): Verdict {
  const markerText = header(call, settings.markerHeader);
  const { answer, delay, fault } = readMarker(markerText ?? '');
  if (fault) return { wafResponse: 0, tags: [], delay, fault };
  const matches = matchingRules(call, settings);
  const tags = [...new Set(matches.map(({ tag }) => tag))];
  const actions = matches.flatMap((rule) => rule.actions ?? []);
  const more = { delay, ...(actions.length > 0 && { actions }) };
  if (answer !== undefined) return { ...marked(answer, settings), tags: [...tags, 'MARKER'], ...more };
  const decisive = matches.find(({ code }) => code !== 200);
  return { wafResponse: decisive?.code ?? 200, tags, ...more, ...(decisive?.redirect && { redirect: decisive.redirect }) };
}

function marked(answer: 'block' | 'tag' | number, { rules }: DoubleSettings): Pick<Verdict, 'wafResponse' | 'redirect'> {
  const blocking = rules.find(({ code }) => code !== 200);
  if (answer === 'tag') return { wafResponse: 200 };
  const wafResponse = answer === 'block' ? (blocking?.code ?? 406) : answer;
  return wafResponse >= 300 && wafResponse < 400 ? { wafResponse, redirect: blocking?.redirect ?? 'https://blocked.example/' } : { wafResponse };
}

function matchingRules(call: Call, { rules, inspectedHeaders }: DoubleSettings): Rule[] {
  const headers = call.headers.filter(([name]) => inspectedHeaders.includes(name.toLowerCase()));
  const texts: Record<Place, string[]> = {
    uri: decodedForms(call.uri),
    headers: headers.flatMap(([, value]) => decodedForms(value)),
    body: decodedForms(call.body),
  };
  return rules.filter((rule) => rule.in.some((place) => texts[place].some((text) => rule.pattern.test(text))));
}

function header(call: Call, name: string): string | undefined {
  return call.headers.find(([candidate]) => candidate.toLowerCase() === name)?.[1];
}
