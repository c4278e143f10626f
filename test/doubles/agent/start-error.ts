/** A reason for which the agent does not start: one line that says where, what was found and what to do. */
export class StartError extends Error {
  override readonly name = 'StartError';
}
