import { createHash, randomBytes } from 'node:crypto';
import { ntHash } from '../../src/passwords/hashes/schemes/ntlm.js';

/** `{SSHA512}` of a password, with a salt of its own. */
export function ssha512(password: string): string {
  const salt = randomBytes(8);
  const digest = createHash('sha512').update(password).update(salt).digest();
  return `{SSHA512}${Buffer.concat([digest, salt]).toString('base64')}`;
}

/** `{SHA}` of a password. */
export function sha(password: string): string {
  return `{SHA}${createHash('sha1').update(password).digest('base64')}`;
}

/** A line of pwdump. */
export function pwdumpLine(login: string, id: number, password: string): string {
  return `${login}:${id}:aad3b435b51404eeaad3b435b51404ee:${ntHash(password)}:::`;
}
