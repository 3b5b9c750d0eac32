import { z } from 'zod';
import { IDENTIFIER, TABLE_NAME } from './identifier.js';
import { SCHEME_SETTING } from './password-scheme.js';
import { parseSqlUrl } from './sql-url.js';

const column = z
  .string()
  .regex(IDENTIFIER, 'must be letters, digits and underscores, not begin with a digit, 63 at most');
const table = z
  .string()
  .regex(TABLE_NAME, 'must be a table name, or schema.table, of letters, digits and underscores');

const optionalColumn = (what: string, usual?: string) =>
  column
    .nullish()
    .describe(
      usual
        ? `${what} null: none. Left out: "${usual}" where the table has it.`
        : `${what} null or left out: none.`,
    );

const Columns = z.strictObject({
  login: column.default('username').describe('Name that the account signs in with; unique.'),
  password: column.default('password').describe('Stored password hash.'),
  active: column
    .default('active')
    .describe('Whether the account can sign in: boolean, number, or a word such as Y and N.'),
  mustChange: optionalColumn('Mark that the next sign-in asks for a new password.'),
  displayName: optionalColumn("The account's name for people.", 'name'),
  changedAt: optionalColumn('When the password was changed.', 'modified'),
  mail: optionalColumn('Mail address, where the login is none.'),
  unit: optionalColumn('What the account belongs to in the organisation.', 'domain'),
  outboundHeld: optionalColumn(
    'Mark that mail which the account hands in is held; the mail server has to honour it.',
  ),
});

const AliasTable = z.strictObject({
  table: table.describe('Table of aliases.'),
  address: column.default('address').describe('Address of the alias.'),
  goto: column.default('goto').describe('Logins that it leads to, parted by commas.'),
});

const ActiveValues = z.strictObject({
  active: z.string().min(1).max(64).describe('What the active column says of an active account.'),
  inactive: z.string().min(1).max(64).describe('What it says of a locked one.'),
});

/**
 * Settings of a directory in an SQL table. Whatever is left out is as PostfixAdmin has it.
 */
export const SqlSettingsSchema = z
  .strictObject({
    url: z
      .string()
      .max(2_000)
      .superRefine((text, context) => {
        const parsed = parseSqlUrl(text);
        if ('problem' in parsed) context.addIssue({ code: 'custom', message: parsed.problem });
      })
      .describe(
        'postgres://, postgresql://, mysql:// or mariadb:// with user, password, host, port and database; ?sslmode= disable, require, verify-ca or verify-full. The password is write-only.',
      ),
    table: table.default('mailbox').describe('Table of the accounts.'),
    columns: Columns.prefault({}).describe("The table's columns."),
    scheme: z
      .string()
      .regex(SCHEME_SETTING, 'must be detect, SSHA512, SHA512-CRYPT, BLF-CRYPT, ARGON2ID or PBKDF2')
      .default('detect')
      .describe(
        "How a forced reset's random password is stored: detect (as the account's present one), SSHA512, SHA512-CRYPT, BLF-CRYPT, ARGON2ID or PBKDF2.",
      ),
    activeValues: ActiveValues.nullish().describe(
      'The two values of the active column, where they are unusual.',
    ),
    aliasTable: AliasTable.nullish().describe('Where aliases are kept; none without.'),
    dovecot: z
      .boolean()
      .default(false)
      .describe(
        'Whether a Dovecot on this machine serves the accounts, so that their sessions can be ended (DOVEADM).',
      ),
    exportHashes: z
      .boolean()
      .default(true)
      .describe('Whether password audits may read the stored hashes.'),
    caCertificate: z
      .string()
      .max(100_000)
      .regex(/^\s*-----BEGIN CERTIFICATE-----/, 'must be PEM text')
      .nullish()
      .describe("PEM text of the certificate authority that signed the server's certificate."),
  })
  .meta({ id: 'SqlDirectorySettings' });

/** Settings of an SQL directory, defaults filled in. */
export type SqlSettings = z.output<typeof SqlSettingsSchema>;

/** The part of the settings that needs no secret: all but the way to the server. */
export type TableSettings = Omit<SqlSettings, 'url' | 'caCertificate'>;
