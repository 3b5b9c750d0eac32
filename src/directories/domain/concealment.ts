/** What reads answer instead of a secret, and what keeps it when it is written back. */
export const MASK = '********';

/** Where a kind's settings hold a secret: a whole field, or the password within a URL. */
export interface SecretField {
  readonly field: string;
  readonly holds: 'secret' | 'url-password';
  /** The field with the URL, or the URLs, of the server that gets the secret. */
  readonly sentTo: string;
}

/** Settings without their secrets, and the secrets by field. */
export interface Concealed {
  readonly settings: Record<string, unknown>;
  readonly secrets: Record<string, string>;
}

type Settings = Readonly<Record<string, unknown>>;

/** Takes the secrets out of settings and puts {@link MASK} in their place. */
export function conceal(settings: Settings, fields: readonly SecretField[]): Concealed {
  const shown = { ...settings };
  const secrets: Record<string, string> = {};
  for (const { field, holds } of fields) {
    const value = settings[field];
    if (typeof value !== 'string') continue;
    const secret = holds === 'secret' ? value : passwordOf(value);
    if (secret === '') continue;
    secrets[field] = secret;
    shown[field] = holds === 'secret' ? MASK : withPassword(value, MASK);
  }
  return { settings: shown, secrets };
}

/** Puts secrets back where {@link conceal} took them out. */
export function reveal(
  settings: Settings,
  secrets: Readonly<Record<string, string>>,
  fields: readonly SecretField[],
): Record<string, unknown> {
  const whole = { ...settings };
  for (const { field, holds } of fields) {
    const value = settings[field];
    const secret = secrets[field];
    if (typeof value !== 'string' || secret === undefined || !isMasked(value, holds)) continue;
    whole[field] = holds === 'secret' ? secret : withPassword(value, secret);
  }
  return whole;
}

/** The fields whose secret is {@link MASK} and so hasn't been given. */
export function maskedFields(settings: Settings, fields: readonly SecretField[]): SecretField[] {
  return fields.filter(({ field, holds }) => {
    const value = settings[field];
    return typeof value === 'string' && isMasked(value, holds);
  });
}

/**
 * Whether a secret that wasn't given anew would be sent to another server than the one it was given
 * for. Whoever may change settings could have it handed over that way.
 */
export function goesElsewhere(before: Settings, after: Settings, { sentTo }: SecretField): boolean {
  const known = new Set(serversOf(before[sentTo]));
  return serversOf(after[sentTo]).some((server) => !known.has(server));
}

function serversOf(value: unknown): string[] {
  const urls: unknown[] = Array.isArray(value) ? value : [value];
  return urls.map((url) => {
    if (typeof url !== 'string' || !URL.canParse(url)) return '';
    const { protocol, host } = new URL(url);
    return `${protocol}//${host}`;
  });
}

function isMasked(value: string, holds: SecretField['holds']): boolean {
  return (holds === 'secret' ? value : passwordOf(value)) === MASK;
}

/** Percent-encoded, as the URL has it. The parser is the one that the connectors use, so that none sees another password. */
function passwordOf(url: string): string {
  return URL.canParse(url) ? new URL(url).password : '';
}

function withPassword(text: string, encoded: string): string {
  const url = new URL(text);
  url.password = encoded;
  return url.href;
}
