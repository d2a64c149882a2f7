export const FAILURE = 1;
export const BAD_INPUT = 2;

/** What ends a command with words for the user instead of a stack: one line per problem, and the exit code. */
export class CliError extends Error {
  override readonly name = 'CliError';
  constructor(
    readonly lines: readonly string[],
    readonly exitCode: number = BAD_INPUT,
  ) {
    super(lines.join('\n'));
  }
}
