/** crypt(3)'s own digits. */
export const CRYPT_DIGITS = './0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** Writes a number as crypt(3) does: least significant six bits first. */
export function cryptDigits(value: number, digits: number): string {
  let text = '';
  for (let shift = 0; shift < digits; shift++)
    text += CRYPT_DIGITS.charAt((value >> (6 * shift)) & 0x3f);
  return text;
}
