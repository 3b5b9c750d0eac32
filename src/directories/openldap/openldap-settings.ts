import { FilterParser } from 'ldapts';
import { z } from 'zod';
import { LDAP_SETTINGS, LdapUrl } from '../ldap/ldap-target.js';

const attribute = z
  .string()
  .regex(/^[A-Za-z][A-Za-z0-9-]{0,62}$/, 'must be the name of an attribute');

const SiteFlag = z
  .strictObject({
    attribute: attribute.describe('Attribute of the account’s entry.'),
    on: z.string().min(1).max(200).describe('Value that says so.'),
    off: z
      .string()
      .min(1)
      .max(200)
      .nullish()
      .describe('Value that says the opposite; left out: the attribute is removed.'),
  })
  .meta({ id: 'LdapSiteFlag' });

/** A mark in an attribute of the site's own. */
export type SiteFlag = z.output<typeof SiteFlag>;

const siteFlag = (what: string) => SiteFlag.nullish().describe(what);

/** Settings of a directory in OpenLDAP, or another LDAP server with such attributes. */
export const OpenldapSettingsSchema = z
  .strictObject({
    url: LdapUrl.describe('ldap:// or ldaps:// with host and port.'),
    ...LDAP_SETTINGS,
    userFilter: z
      .string()
      .max(2_000)
      .refine(isFilter, 'must be an LDAP filter (RFC 4515)')
      .default('(|(objectClass=person)(objectClass=posixAccount))')
      .describe('Which entries are accounts.'),
    loginAttribute: attribute
      .default('uid')
      .describe('Name that the account signs in with; unique.'),
    idAttribute: attribute
      .default('entryUUID')
      .describe('Id that an entry keeps for good; nsUniqueId for 389 Directory Server.'),
    mailAttributes: z
      .array(attribute)
      .max(10)
      .default(['mail', 'mailAlternateAddress', 'mailLocalAddress'])
      .describe('Attributes with mail addresses; the first one has the main address.'),
    displayNameAttribute: attribute.default('displayName').describe('Name for people; else cn.'),
    unitAttribute: attribute
      .nullish()
      .describe('What the account belongs to; left out: the DN above the entry.'),
    defaultPolicyDn: z
      .string()
      .max(1_000)
      .nullish()
      .describe(
        'DN of the password policy that holds where an entry names none (ppolicy_default). Left out: cn=config is asked, else the only policy in the directory is assumed.',
      ),
    lockAttribute: siteFlag('How the site locks accounts, instead of by the password policy.'),
    disableAttribute: siteFlag('How the site disables accounts, instead of by pwdEndTime.'),
    exportHashes: z
      .boolean()
      .default(true)
      .describe('Whether password audits may read the stored hashes, if the server lets us.'),
    outboundHoldAttribute: siteFlag(
      'How the site holds the mail that an account hands in; the mail server has to honour it.',
    ),
  })
  .meta({ id: 'OpenldapDirectorySettings' });

/** Settings of an OpenLDAP directory, defaults filled in. */
export type OpenldapSettings = z.output<typeof OpenldapSettingsSchema>;

/** The part of the settings that needs no secret. */
export type EntrySettings = Omit<
  OpenldapSettings,
  'url' | 'startTls' | 'caCertificate' | 'bindDn' | 'bindPassword'
>;

function isFilter(text: string): boolean {
  try {
    FilterParser.parseString(text);
    return true;
  } catch {
    return false;
  }
}
