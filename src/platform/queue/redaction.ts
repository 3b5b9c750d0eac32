/**
 * Takes the credentials of a URL out of a text, as written and percent-decoded, so that a driver's
 * message can be logged.
 */
export function withoutCredentials(text: string, url: string): string {
  const secrets = credentialsOf(url).toSorted((a, b) => b.length - a.length);
  return secrets.reduce((rest, secret) => rest.replaceAll(secret, '***'), text);
}

/** Where a URL points, for messages: `host:port/path`, without credentials or parameters. */
export function placeOf(url: string): string {
  if (!URL.canParse(url)) return 'an address that is no URL';
  const { host, pathname } = new URL(url);
  return `${host}${pathname === '/' ? '' : pathname}`;
}

function credentialsOf(url: string): string[] {
  if (!URL.canParse(url)) return url === '' ? [] : [url];
  const { password, searchParams } = new URL(url);
  const written = [password, searchParams.get('password') ?? ''].filter((secret) => secret !== '');
  return [url, ...written, ...written.map(decoded)];
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
