/** What crypt(3) text and PHC strings begin with (crypt(5); the PHC string format). */
const MARKS: readonly (readonly [mark: string, scheme: string])[] = [
  ['$argon2id$', 'ARGON2ID'],
  ['$argon2i$', 'ARGON2I'],
  ['$argon2d$', 'ARGON2D'],
  ['$2', 'BLF-CRYPT'],
  ['$6$', 'SHA512-CRYPT'],
  ['$5$', 'SHA256-CRYPT'],
  ['$y$', 'YESCRYPT'],
  ['$gy$', 'GOST-YESCRYPT'],
  ['$7$', 'SCRYPT'],
  ['$1$', 'MD5-CRYPT'],
  ['$3$', 'NT'],
];

const NAMED = /^\{([A-Za-z0-9_-]{1,32})(?:\.[A-Za-z0-9]{1,8})?\}/;
/** Names that say no more than that the text's own marks have to be read. */
const BY_MARK = new Set(['CRYPT', 'ARGON2']);

/**
 * The scheme of a stored password, without looking at the hash: `{NAME}` before it (RFC 2307,
 * Dovecot), else the marks of crypt(3). `unknown` where neither tells.
 */
export function schemeName(stored: string): string {
  const name = NAMED.exec(stored)?.[1]?.toUpperCase();
  if (name !== undefined && !BY_MARK.has(name)) return name;
  const text = name === undefined ? stored : stored.replace(NAMED, '');
  return (
    MARKS.find(([mark]) => text.startsWith(mark))?.[1] ??
    (name === 'CRYPT' ? 'DES-CRYPT' : 'unknown')
  );
}
