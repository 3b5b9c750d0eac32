import { z } from 'zod';
import { LDAP_SETTINGS, LdapUrl } from '../ldap/ldap-target.js';

/** Settings of a directory in Active Directory or Samba AD. */
export const ActiveDirectorySettingsSchema = z
  .strictObject({
    urls: z
      .array(LdapUrl)
      .min(1)
      .max(20)
      .describe('Domain controllers, ldaps:// or ldap://; the next one is used where one is down.'),
    ...LDAP_SETTINGS,
    bindDn: z
      .string()
      .min(1)
      .max(1_000)
      .describe('DN or user principal name of the service account.'),
    userFilter: z
      .string()
      .max(2_000)
      .default('(&(objectCategory=person)(objectClass=user))')
      .describe('Which entries are accounts.'),
    loginAttribute: z
      .enum(['userPrincipalName', 'sAMAccountName'])
      .default('userPrincipalName')
      .describe('Name that the account signs in with; the other one where an entry lacks it.'),
  })
  .meta({ id: 'ActiveDirectorySettings' });

/** Settings of an Active Directory, defaults filled in. */
export type ActiveDirectorySettings = z.output<typeof ActiveDirectorySettingsSchema>;

/** The part of the settings that needs no secret. */
export type UserSettings = Pick<
  ActiveDirectorySettings,
  'baseDn' | 'userFilter' | 'loginAttribute' | 'pageSize'
>;
