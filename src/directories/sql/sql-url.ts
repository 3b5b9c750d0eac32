/** Where a URL of a database leads, taken apart. */
export interface SqlTarget {
  readonly dialect: 'postgresql' | 'mysql';
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  readonly database: string;
  /** As libpq names them; `require` encrypts without looking at the certificate. */
  readonly sslMode: 'disable' | 'require' | 'verify-ca' | 'verify-full';
}

const DIALECTS = new Map([
  ['postgres:', { dialect: 'postgresql', port: 5432 } as const],
  ['postgresql:', { dialect: 'postgresql', port: 5432 } as const],
  ['mysql:', { dialect: 'mysql', port: 3306 } as const],
  ['mariadb:', { dialect: 'mysql', port: 3306 } as const],
]);
const SSL_MODES = ['disable', 'require', 'verify-ca', 'verify-full'] as const;

/**
 * Takes a database URL apart. Drivers aren't given the URL itself: their parsers also read
 * parameters that name files on this machine.
 *
 * @returns what is wrong with it, without its text, where it can't be used
 */
export function parseSqlUrl(text: string): SqlTarget | { readonly problem: string } {
  if (!URL.canParse(text)) return { problem: 'must be a URL' };
  const url = new URL(text);
  const kind = DIALECTS.get(url.protocol);
  if (!kind)
    return { problem: 'must begin with postgres://, postgresql://, mysql:// or mariadb://' };

  const unknown = [...url.searchParams.keys()].filter((name) => name !== 'sslmode');
  if (unknown.length > 0) return { problem: 'may have no parameter but sslmode' };
  const sslMode = SSL_MODES.find((mode) => mode === (url.searchParams.get('sslmode') ?? 'disable'));
  if (!sslMode) return { problem: `sslmode must be one of ${SSL_MODES.join(', ')}` };

  const user = decoded(url.username);
  const password = decoded(url.password);
  const database = decoded(url.pathname.slice(1));
  if (user === undefined || password === undefined || database === undefined)
    return { problem: 'has a % that is no percent-encoding' };
  if (url.hostname === '' || user === '' || database === '')
    return { problem: 'must name a user, a host and a database' };

  return {
    dialect: kind.dialect,
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: url.port === '' ? kind.port : Number(url.port),
    user,
    password,
    database,
    sslMode,
  };
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
