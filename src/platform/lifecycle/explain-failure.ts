import { SettingsError } from '../config/settings.js';
import { EXIT_CONFIG, EXIT_FAILURE, StartupError } from './startup-error.js';

/** What to print about a failure, and the exit code that goes with it. */
export interface Explanation {
  readonly message: string;
  readonly exitCode: number;
}

/** One message for whatever stopped the start; only a bug shows its stack. */
export function explainFailure(error: unknown): Explanation {
  if (error instanceof SettingsError)
    return {
      message: `Wrong settings:\n  ${error.message.replaceAll('\n', '\n  ')}`,
      exitCode: EXIT_CONFIG,
    };
  if (error instanceof StartupError) return { message: error.message, exitCode: error.exitCode };
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return { message: `Unexpected failure: ${text}`, exitCode: EXIT_FAILURE };
}
