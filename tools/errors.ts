/** What a run of the program says to its caller: 0 clean, 1 problems found, 2 could not run, 130 interrupted. */
export const ExitCode = { clean: 0, problems: 1, unusable: 2, interrupted: 130 } as const;
export type ExitCode = (typeof ExitCode)[keyof typeof ExitCode];

/** A mistake of the user: its message is printed as one line, without a stack, and the program ends with 2. */
export class UserError extends Error {
  override readonly name = 'UserError';
}
