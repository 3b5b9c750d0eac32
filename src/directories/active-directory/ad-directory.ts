import type { Clock } from '../../kernel/clock.js';
import { defineDirectoryKind } from '../directory-kind.js';
import type { DirectoryConnector } from '../domain/connector.js';
import { openLdapPool } from '../ldap/ldap-pool.js';
import { passwordTrial, tryOneOf } from '../ldap/try-password.js';
import { derivedPasswords } from '../reaching/derived-password.js';
import { AdConnector } from './ad-connector.js';
import { type ActiveDirectorySettings, ActiveDirectorySettingsSchema } from './ad-settings.js';

/** Accounts in Active Directory or Samba AD. */
export const activeDirectory = defineDirectoryKind({
  kind: 'active-directory',
  settings: ActiveDirectorySettingsSchema,
  secrets: [{ field: 'bindPassword', holds: 'secret', sentTo: 'urls' }],
  open: openAdConnector,
});

/**
 * Sub-codes of a refused bind that are given only for the right password: disabled, account
 * expired, must change ([MS-ERREF]; 533, 701, 773).
 */
const RIGHT_PASSWORD = /\bdata (?:533|701|773)\b/;

/** A connector for these settings. Nothing is connected before it is asked for something. */
export function openAdConnector(
  settings: ActiveDirectorySettings,
  clock: Clock,
): DirectoryConnector {
  const { urls, startTls, caCertificate, bindDn, bindPassword, ...users } = settings;
  const ca = caCertificate ?? undefined;
  const targets = urls.map((url) => ({ url, startTls, caCertificate: ca, bindDn, bindPassword }));
  const access = {
    pool: openLdapPool(...targets),
    passwordOf: derivedPasswords(bindPassword),
    tryPassword: tryOneOf(
      targets.map((target) => passwordTrial(target, (message) => RIGHT_PASSWORD.test(message))),
    ),
  };
  return new AdConnector(access, users, clock);
}
