/**
 * One way in which a mail site stores passwords (Dovecot's password schemes). The body is what
 * stands after the optional `{NAME}`.
 */
export interface PasswordScheme {
  readonly name: 'SSHA512' | 'SHA512-CRYPT' | 'BLF-CRYPT' | 'ARGON2ID' | 'PBKDF2';
  /**
   * Encodes a password. The salt comes from the seed alone, so that {@link isSeededBy} can tell
   * whose work a stored hash is; a salt has to be unlike others, not secret.
   *
   * @param seed 16 bytes
   */
  encode(password: string, seed: Uint8Array): Promise<string>;
  /** Whether a body was encoded with this seed. */
  isSeededBy(body: string, seed: Uint8Array): boolean;
}

const CRYPT_ALPHABET = './0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** 16 characters of crypt(3)'s alphabet, 96 bits of the seed. */
export function cryptSalt(seed: Uint8Array): string {
  return Array.from(seed.subarray(0, 16), (byte) => CRYPT_ALPHABET.charAt(byte & 0x3f)).join('');
}

/** Writes 24 bits as crypt(3) does: least significant six bits first. */
export function cryptDigits(value: number, digits: number): string {
  let text = '';
  for (let shift = 0; shift < digits; shift++)
    text += CRYPT_ALPHABET.charAt((value >> (6 * shift)) & 0x3f);
  return text;
}
