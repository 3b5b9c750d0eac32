/** How a command ends; scripts may rely on the numbers. */
export const EXIT = {
  done: 0,
  /** Refused, failed, or `doctor` found something to mend. */
  failed: 1,
  /** The command line isn't understood. */
  usage: 2,
  /** No credential, or one that isn't valid or lacks the scope. */
  credential: 3,
  notFound: 4,
  /** The service can't be reached. */
  unreachable: 5,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** A failure that is the caller's to know: one message that says what to do. */
export class CliError extends Error {
  constructor(
    message: string,
    readonly exitCode: ExitCode = EXIT.failed,
  ) {
    super(message);
  }
}
