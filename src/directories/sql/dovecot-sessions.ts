import { execFile } from 'node:child_process';
import { SECOND_MS } from '../../kernel/clock.js';
import { DirectoryFault } from '../reaching/directory-fault.js';

const COMMAND_TIMEOUT_MS = 10 * SECOND_MS;
/** What doveadm ends with when there is nobody to kick: EX_NOUSER, EX_NOHOST (sysexits.h). */
const NOBODY = new Set([67, 68]);

/** Ends the sessions of an account. */
export interface Sessions {
  /** Whether there were any. @throws DirectoryFault */
  end(login: string, abort: AbortSignal): Promise<boolean>;
}

/**
 * Sessions in Dovecot, and what its authentication cache has of the account. The command is the
 * administrator's, from the environment; its arguments are fixed but for the login, and no shell
 * sees them.
 *
 * @param doveadm absolute path
 */
export function dovecotSessions(doveadm: string): Sessions {
  return {
    async end(login, abort) {
      if (!canBeNamed(login))
        throw new DirectoryFault('refused', 'doveadm would take this login for a pattern');
      // First the cache, so that nobody comes back by it.
      await run(doveadm, ['auth', 'cache', 'flush', '--', login], abort);
      return run(doveadm, ['kick', '--', login], abort);
    },
  };
}

/** doveadm takes * and ? for patterns: they would end everybody's sessions. */
function canBeNamed(login: string): boolean {
  return login !== '' && !/[*?\0\s]/.test(login);
}

/** Whether it did something. */
function run(doveadm: string, args: readonly string[], abort: AbortSignal): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const options = { timeout: COMMAND_TIMEOUT_MS, signal: abort, env: {}, maxBuffer: 64 * 1024 };
    execFile(doveadm, [...args], options, (error) => {
      if (!error) resolve(true);
      else if (typeof error.code === 'number' && NOBODY.has(error.code)) resolve(false);
      else if (abort.aborted)
        reject(new DirectoryFault('aborted', 'given up before doveadm ended'));
      else
        reject(new DirectoryFault('busy', `doveadm ${args[0]} failed (${error.code ?? 'killed'})`));
    });
  });
}
