import ipaddr from 'ipaddr.js';
import { z } from 'zod';

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;

const url = (...schemes: string[]) =>
  z
    .string()
    .refine(
      (text) => URL.canParse(text) && schemes.includes(new URL(text).protocol.slice(0, -1)),
      `must be a URL that starts with ${schemes.map((scheme) => `${scheme}://`).join(' or ')}`,
    );

const wholeNumber = (min: number, max: number) =>
  z.coerce
    .number<string | number>(`must be a whole number from ${min} to ${max}`)
    .int(`must be a whole number from ${min} to ${max}`)
    .min(min, `must be at least ${min}`)
    .max(max, `must be at most ${max}`);

const file = z.string().min(1, 'must be the path of a file');

/**
 * Every setting, read from the environment. `docs/configuration.md` is generated from it: the
 * description is what an operator reads.
 */
export const SettingsSchema = z.object({
  PORT: wholeNumber(0, 65_535)
    .default(3000)
    .describe('TCP port of the REST API; 0 takes any free one.'),
  HOST: z.string().min(1).default('127.0.0.1').describe('Address the REST API listens on.'),
  DATA_DIR: z
    .string()
    .min(1)
    .default('./data')
    .describe('Where the embedded PostgreSQL and generated keys live; made when missing.'),
  DATABASE_URL: url('postgres', 'postgresql')
    .optional()
    .describe("The site's own PostgreSQL (14 or newer). None: one is run under DATA_DIR."),
  REDIS_URL: url('redis', 'rediss')
    .optional()
    .describe('Redis or Valkey for the job queue. None: the queue is kept in PostgreSQL.'),
  ROLE: z
    .enum(['all', 'api', 'worker'], 'must be all, api or worker')
    .default('all')
    .describe('What this process does: answer the API, work on jobs, or both.'),
  JOBS_AT_ONCE: wholeNumber(1, 200)
    .default(32)
    .describe(
      'Jobs that a process works on at the same time; they wait for directories most of the time.',
    ),
  BOOTSTRAP_API_KEY: z
    .string()
    .min(24, 'must be at least 24 characters long')
    .max(200)
    .optional()
    .describe(
      'An admin API key that works from the first start. None: one is made and printed once.',
    ),
  SECOND_WAVE_DAYS: z.coerce
    .number('must be a number from 0.01 to 90')
    .min(0.01, 'must be at least 0.01')
    .max(90, 'must be at most 90')
    .default(7)
    .describe(
      'Days for which an account is watched after its remedy, for intruders who come back.',
    ),
  SECRETS_KEY: z
    .string()
    .regex(/^[A-Za-z0-9+/_-]{43}=?$/, 'must be 32 bytes in base64 (openssl rand -base64 32)')
    .optional()
    .describe(
      'Key that encrypts connector credentials at rest, 32 bytes in base64. None, with the embedded PostgreSQL: one is made under DATA_DIR. None, with DATABASE_URL: credentials are refused.',
    ),
  GEOIP_CITY_DB: file
    .optional()
    .describe('MMDB file with cities. None: the optional dbip-city package when it is installed.'),
  GEOIP_ASN_DB: file
    .optional()
    .describe(
      'MMDB file with autonomous systems (GeoLite2-ASN, DB-IP ASN Lite and such). None: a provider is guessed by the /16 of an address, or the /32 for IPv6.',
    ),
  BREACH_LIST_DIR: z
    .string()
    .min(1)
    .optional()
    .describe('Where lists of breached passwords are. None: breach-lists under DATA_DIR.'),
  BREACH_RANGE_URL: url('https', 'http')
    .transform((text) => text.replace(/\/+$/, ''))
    .optional()
    .describe(
      'Range API that is asked for breached passwords where there is no list, such as https://api.pwnedpasswords.com/range; it gets to know five digits of a hash. None: nobody is asked.',
    ),
  BREACH_RANGE_TIMEOUT_MS: wholeNumber(50, 60_000)
    .default(2_000)
    .describe('Milliseconds that the range API has for an answer.'),
  DOVEADM: z
    .string()
    .regex(/^\//, 'must be an absolute path')
    .optional()
    .describe(
      "Absolute path of Dovecot's doveadm, which ends sessions for directories that say dovecot. None: sessions can't be ended.",
    ),
  OIDC_ISSUER: url('https', 'http')
    .optional()
    .describe(
      'Issuer whose JWTs are accepted beside API keys; its discovery document names the keys.',
    ),
  OIDC_AUDIENCE: z
    .string()
    .min(1)
    .optional()
    .describe('Audience that a JWT must name; required with OIDC_ISSUER.'),
  OIDC_SCOPES_CLAIM: z
    .string()
    .min(1)
    .default('scope')
    .describe('Claim that lists scopes, as a string or an array.'),
  OIDC_ROLES_CLAIM: z
    .string()
    .min(1)
    .default('roles')
    .describe('Claim that lists roles; dots reach into objects (realm_access.roles).'),
  OIDC_ROLE_SCOPES: z
    .string()
    .default('{}')
    .transform((text, context) => {
      const parsed = parseRoleScopes(text);
      if (parsed) return parsed;
      context.addIssue({
        code: 'custom',
        message: 'must be JSON such as {"mail-admin":["accounts:read","accounts:respond"]}',
      });
      return z.NEVER;
    })
    .describe('JSON that maps a role of the issuer to scopes of this API.'),
  RATE_LIMIT: wholeNumber(0, 10_000_000)
    .default(600_000)
    .describe('Requests a minute that one API key may make; 0 switches the limit off.'),
  EVENT_RETENTION_DAYS: wholeNumber(0, 36_500)
    .default(0)
    .describe('Days that events are kept; older days are dropped each hour. 0 keeps them all.'),
  PLUS_ADDRESSING: z
    .enum(['on', 'off'], 'must be on or off')
    .default('off')
    .describe('Whether alice+news@example.com is the account alice@example.com.'),
  DEFAULT_DOMAIN: z
    .string()
    .min(1)
    .optional()
    .describe('Mail domain of login names that have none: alice becomes alice@DEFAULT_DOMAIN.'),
  PUBLIC_URL: url('https', 'http')
    .optional()
    .describe(
      'Where people reach this service; tickets and mails link to it. None: they have no links.',
    ),
  SMTP_URL: url('smtp', 'smtps')
    .optional()
    .describe(
      'Mail server for codes, alerts and notices to the owners of accounts: smtp://name:password@mail.example.com:587. None: nothing is mailed.',
    ),
  MAIL_FROM: z
    .string()
    .max(320)
    .default('Authwarden <authwarden@localhost>')
    .describe('Sender of those mails.'),
  PHONE_GATEWAY_URL: url('https', 'http')
    .optional()
    .describe('Where codes for phones are posted to, signed after Standard Webhooks.'),
  PHONE_GATEWAY_SECRET: z
    .string()
    .regex(/^whsec_[A-Za-z0-9+/]{32,88}={0,2}$/, 'must be whsec_ and 24 to 64 bytes in base64')
    .optional()
    .describe('Signs what is posted to PHONE_GATEWAY_URL.'),
  HELPDESK_ADDRESSES: z
    .enum(['full', 'network'], 'must be full or network')
    .default('full')
    .describe(
      'Whether tickets and operators of the helpdesk see whole addresses, or only their networks (/24, /64).',
    ),
  PRIVATE_TARGETS: z
    .string()
    .default('')
    .refine(
      (text) => networksIn(text).every((network) => ipaddr.isValidCIDR(network)),
      'must be networks such as 10.1.0.0/16,fd00::/8',
    )
    .describe(
      'Private, loopback and link-local networks that webhooks and security events may be sent to, as CIDR with commas between. None: such targets are refused.',
    ),
  LOG_LEVEL: z
    .enum(LOG_LEVELS, `must be one of ${LOG_LEVELS.join(', ')}`)
    .default('info')
    .describe('How much is logged, as JSON lines on standard output.'),
});

/** The process's settings after validation, defaults filled in. */
export type Settings = z.output<typeof SettingsSchema>;

/** Token under which Nest provides {@link Settings}. */
export const SETTINGS = Symbol('Settings');

/** Every complaint about the environment at once, one a line. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError';
}

/**
 * Reads the settings. An empty variable counts as absent.
 *
 * @throws SettingsError with every complaint, naming the variable and never its value
 */
export function readSettings(environment: NodeJS.ProcessEnv): Settings {
  const given = Object.fromEntries(
    Object.keys(SettingsSchema.shape)
      .map((name) => [name, environment[name]?.trim()] as const)
      .filter(([, value]) => value !== undefined && value !== ''),
  );
  const parsed = SettingsSchema.safeParse(given);
  const complaints = parsed.success
    ? []
    : parsed.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`);
  if (given['OIDC_ISSUER'] && !given['OIDC_AUDIENCE'])
    complaints.push('OIDC_AUDIENCE must be set when OIDC_ISSUER is');
  if (given['PHONE_GATEWAY_URL'] && !given['PHONE_GATEWAY_SECRET'])
    complaints.push('PHONE_GATEWAY_SECRET must be set when PHONE_GATEWAY_URL is');
  if (!parsed.success || complaints.length > 0) throw new SettingsError(complaints.join('\n'));
  return parsed.data;
}

/** The networks of a list with commas. */
export function networksIn(text: string): string[] {
  return text
    .split(',')
    .map((network) => network.trim())
    .filter((network) => network !== '');
}

function parseRoleScopes(text: string): Record<string, string[]> | undefined {
  try {
    return z.record(z.string(), z.array(z.string())).parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}
