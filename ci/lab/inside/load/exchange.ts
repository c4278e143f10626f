import { judged } from './answer.ts';
import type { Answer } from './answer.ts';
import { ClosedBeforeAnswer } from './closed.ts';
import type { Connection } from './connection.ts';
import type { Outcome } from './outcome.ts';
import type { Question } from './question.ts';

type Result = Pick<Outcome, 'status' | 'seen' | 'resent' | 'error'>;

/** Sends a request and says what became of it. */
export async function exchange(connection: Connection, question: Question): Promise<Outcome> {
  const { number, stream, attack } = question;
  const started = Date.now();
  const result = await ask(connection, question);
  return { number, stream: stream.name, attack, started, took: Date.now() - started, ...result };
}

/**
 * When the connection closed before the first byte of an answer, the request is sent once more, as browsers do with
 * requests that may be repeated. A POST is sent once.
 */
async function ask(connection: Connection, question: Question): Promise<Result> {
  try {
    return judged(question, await connection.ask(question));
  } catch (error) {
    if (!(error instanceof ClosedBeforeAnswer) || question.body) return failure(error);
  }
  const answer: Answer | Result = await connection.ask(question).catch(failure);
  return { ...('body' in answer ? judged(question, answer) : answer), resent: true };
}

function failure(error: unknown): Result {
  const { name, message } = error as Error;
  return { error: ['TimeoutError', 'AbortError'].includes(name) ? 'no whole answer in time' : message };
}
