import { DirectoryFault } from '../reaching/directory-fault.js';
import { connectLdap } from './ldap-connection.js';
import { isResult, ldapFault } from './ldap-fault.js';
import type { LdapTarget } from './ldap-target.js';

/** Whether an account could sign in with a password; `refused` says nothing of why. */
export type TryPassword = (dn: string, password: string) => Promise<'accepted' | 'refused'>;

/**
 * Tries a password by binding. A wrong one counts as a failure of the account's.
 *
 * @param isAccepted whether a refusal nevertheless shows that the password is right
 */
export function passwordTrial(
  target: LdapTarget,
  isAccepted: (message: string) => boolean = () => false,
): TryPassword {
  return async (dn, password) => {
    try {
      const connection = await connectLdap(target, { dn, password });
      connection.destroy();
      return 'accepted';
    } catch (error) {
      const fault = ldapFault(error);
      if (isResult(fault, 'invalidCredentials'))
        return isAccepted(fault.diagnostic) ? 'accepted' : 'refused';
      throw fault;
    }
  };
}

/** Tries a password at the first server that can be reached. */
export function tryOneOf(trials: readonly TryPassword[]): TryPassword {
  return async (dn, password) => {
    let fault: unknown = new DirectoryFault('refused', 'no server is named');
    for (const trial of trials)
      try {
        return await trial(dn, password);
      } catch (error) {
        fault = error;
      }
    throw fault;
  };
}
