import type { Answer } from './answer.ts';
import type { Question } from './question.ts';

/** One client: it opens connections as it needs them. */
export interface Connection {
  /** Throws ClosedBeforeAnswer when the connection closed before the first byte of an answer, else the reason why none came. */
  ask(question: Question): Promise<Answer>;
  close(): void;
}
