import type { Clock } from '../../kernel/clock.js';
import { defineDirectoryKind } from '../directory-kind.js';
import type { DirectoryConnector } from '../domain/connector.js';
import { openLdapPool } from '../ldap/ldap-pool.js';
import { passwordTrial } from '../ldap/try-password.js';
import { derivedPasswords } from '../reaching/derived-password.js';
import { OpenldapConnector } from './openldap-connector.js';
import { type OpenldapSettings, OpenldapSettingsSchema } from './openldap-settings.js';

/** Accounts in OpenLDAP, or another LDAP server with ppolicy or with attributes of the site's own. */
export const openldapDirectory = defineDirectoryKind({
  kind: 'openldap',
  settings: OpenldapSettingsSchema,
  secrets: [{ field: 'bindPassword', holds: 'secret', sentTo: 'url' }],
  open: openOpenldapConnector,
});

/** A connector for these settings. Nothing is connected before it is asked for something. */
export function openOpenldapConnector(
  settings: OpenldapSettings,
  clock: Clock,
): DirectoryConnector {
  const { url, startTls, caCertificate, bindDn, bindPassword, ...entry } = settings;
  const ca = caCertificate ?? undefined;
  const target = { url, startTls, caCertificate: ca, bindDn, bindPassword };
  const access = {
    pool: openLdapPool(target),
    passwordOf: derivedPasswords(bindPassword),
    tryPassword: passwordTrial(target),
  };
  return new OpenldapConnector(access, entry, clock);
}
