import type { Outcome } from './outcome.ts';
import type { Question } from './question.ts';

/** A whole answer, whatever protocol brought it. */
export interface Answer {
  readonly status: number;
  readonly body: string;
}

/** What a 200 of the application holds. */
interface Reached {
  readonly number?: string;
  readonly agentResponse?: string;
  readonly bytes?: number;
}

/** What the answer says of its request: an answer to another request, or to half of the body, is an error. */
export function judged({ number, body: sent }: Question, { status, body }: Answer): Pick<Outcome, 'status' | 'seen' | 'error'> {
  if (status !== 200) return { status };
  const reached = parsed(body);
  if (reached?.number !== String(number)) return { status, error: `the answer is not the application's to ${number}: ${body.slice(0, 80)}` };
  if (sent && reached.bytes !== sent.length) return { status, error: `${reached.bytes} of ${sent.length} bytes reached the application` };
  return { status, seen: reached.agentResponse ?? '' };
}

function parsed(body: string): Reached | undefined {
  try {
    return JSON.parse(body) as Reached;
  } catch {
    return undefined;
  }
}
