import { unsaltedScheme } from './sha.js';

/**
 * A bare MD5. LDAP's `{MD5}` is this; Dovecot's `{MD5}` is MD5-CRYPT, which begins with `$1$` and
 * so is told apart by its body.
 */
export const md5 = unsaltedScheme({
  name: 'MD5',
  labels: ['MD5', 'LDAP-MD5', 'PLAIN-MD5'],
  hash: 'md5',
});
