import { describe, expect, it } from 'vitest';
import { SettingsError } from '../config/settings.js';
import { explainFailure } from './explain-failure.js';
import { StartupError } from './startup-error.js';

describe('the explanation of a failure', () => {
  it('lists every wrong setting, with the exit code for a configuration error', () => {
    const error = new SettingsError('PORT must be at most 65535\nROLE must be all, api or worker');

    expect(explainFailure(error)).toEqual({
      message: 'Wrong settings:\n  PORT must be at most 65535\n  ROLE must be all, api or worker',
      exitCode: 78,
    });
  });

  it('is the sentence alone of what an operator can mend', () => {
    expect(explainFailure(new StartupError('The disk is full.'))).toEqual({
      message: 'The disk is full.',
      exitCode: 1,
    });
  });

  it('shows where a bug is', () => {
    const { message, exitCode } = explainFailure(new TypeError('x is undefined'));

    expect(message).toMatch(/^Unexpected failure: TypeError: x is undefined\n {4}at /);
    expect(exitCode).toBe(1);
  });
});
