import { createHash } from 'node:crypto';

/** Longest response that is decoded; a name of 320 characters and a long password fit in. */
const LONGEST_RESPONSE = 4_096;
const LONGEST_NAME = 320;

const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;
/** An encrypted id or a digest in hexadecimal is base64 by accident only. */
const HEXADECIMAL = /^[0-9A-Fa-f]{16,}$/;
const NAME = /^[\p{L}\p{M}\p{N}\p{P}\p{S} ]+$/u;
const CHALLENGE = /^(?:user ?name|user|login|password|passwd) ?[:\0]+$/i;

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** What a server asks for in a 334 reply of AUTH LOGIN. */
export type Challenge = 'account' | 'password' | 'other';

/**
 * The account's name in the first answer of AUTH LOGIN (base64 of the name).
 *
 * @returns undefined when it is no base64 of a name, or a server's challenge
 */
export function accountOfLogin(response: string): string | undefined {
  const name = decoded(response);
  return name !== undefined && !CHALLENGE.test(name) ? plausible(name) : undefined;
}

/**
 * The account's name in the answer of AUTH PLAIN (RFC 4616: authzid NUL authcid NUL passwd): the
 * authcid, whose password it is, else the authzid. The password is dropped here.
 */
export function accountOfPlain(response: string): string | undefined {
  const [authzid = '', authcid = '', password] = decoded(response)?.split('\0') ?? [];
  if (password === undefined) return undefined;
  return plausible(authcid === '' ? authzid : authcid);
}

/** What a 334 reply asks for: `VXNlcm5hbWU6` and its other spellings, `UGFzc3dvcmQ6` and its. */
export function challengeOf(text: string): Challenge {
  const asked = decoded(text)?.toLowerCase();
  if (asked === undefined) return 'other';
  if (/^(?:user ?name|user|login)[ :\0]{0,4}$/.test(asked)) return 'account';
  return /^(?:password|passwd)[ :\0]{0,4}$/.test(asked) ? 'password' : 'other';
}

/**
 * An opaque name for an encrypted user id: the same id has the same pseudonym, and it can't be
 * turned back. Never for what may hold a password.
 */
export function pseudonym(encryptedId: string): string {
  return `encrypted:${createHash('sha256').update(encryptedId).digest('hex').slice(0, 16)}`;
}

function decoded(base64: string): string | undefined {
  if (base64.length > LONGEST_RESPONSE || base64.length % 4 !== 0) return undefined;
  if (!BASE64.test(base64) || HEXADECIMAL.test(base64)) return undefined;
  try {
    return utf8.decode(Buffer.from(base64, 'base64'));
  } catch {
    // The decoder's way to say that these bytes are no UTF-8.
    return undefined;
  }
}

function plausible(name: string): string | undefined {
  return name.length <= LONGEST_NAME && name.trim() === name && NAME.test(name) ? name : undefined;
}
