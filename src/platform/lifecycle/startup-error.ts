/** sysexits.h EX_CONFIG: something in the settings is wrong. */
export const EXIT_CONFIG = 78;
/** Anything else that stops the process. */
export const EXIT_FAILURE = 1;

/**
 * Why the process can't start or can't go on, in one sentence that an operator understands; it is
 * printed without a stack. It never holds a password or a key.
 */
export class StartupError extends Error {
  override readonly name = 'StartupError';

  constructor(
    message: string,
    readonly exitCode: number = EXIT_FAILURE,
  ) {
    super(message);
  }
}
