/** Characters of a client's name that count; what follows is versions and ids. */
const LONGEST = 64;

/** What a client that gives an address instead of a name is remembered as. */
const LITERAL = '@';

/** What an event without a client is remembered as: that logs name none is usual, too. */
const NONE = '-';

const DIGIT_0 = 48;
const DIGIT_9 = 57;
const DOT = 46;

/**
 * Under which a client program is remembered: a 32-bit FNV-1a hash of its name in lower case, each
 * run of digits as one. So a new version or a numbered workstation isn't a new client, and neither
 * is another address in the place of a name.
 *
 * @param client EHLO name, IMAP ID or user agent
 */
export function clientKey(client: string | undefined): string {
  if (client === undefined || client === '') return NONE;
  if (client.startsWith('[')) return LITERAL;
  let hash = 0x811c9dc5;
  let onlyAddress = true;
  let afterDigit = false;
  const length = Math.min(client.length, LONGEST);
  for (let index = 0; index < length; index += 1) {
    const code = client.charCodeAt(index);
    const isDigit = code >= DIGIT_0 && code <= DIGIT_9;
    // The dots of a version belong to its number.
    if (afterDigit && (isDigit || code === DOT)) continue;
    afterDigit = isDigit;
    if (onlyAddress && !isDigit && !isOfAddress(code)) onlyAddress = false;
    // Upper-case letters differ from lower-case ones by one bit.
    const folded = code >= 65 && code <= 90 ? code | 0x20 : isDigit ? DIGIT_0 : code;
    hash = Math.imul(hash ^ folded, 0x01000193);
  }
  return onlyAddress ? LITERAL : (hash >>> 0).toString(36);
}

/** Whether a key, alone or at the end of another, stands for a name: not for an address, nor for nothing. */
export function isNamedClient(key: string): boolean {
  return !key.endsWith(NONE) && !key.endsWith(LITERAL);
}

/** `.`, `:`, `[`, `]`. */
function isOfAddress(code: number): boolean {
  return code === DOT || code === 58 || code === 91 || code === 93;
}
