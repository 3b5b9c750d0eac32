const BASE64 = /^[A-Za-z0-9+/]{0,4096}={0,2}$/;
const HEX = /^(?:[0-9A-Fa-f]{2}){0,2048}$/;

/** Bytes of base64, with or without padding; undefined for anything else. */
export function fromBase64(text: string): Buffer | undefined {
  return BASE64.test(text) ? Buffer.from(text, 'base64') : undefined;
}

/** Bytes of hexadecimal; undefined for anything else. */
export function fromHex(text: string): Buffer | undefined {
  return HEX.test(text) ? Buffer.from(text, 'hex') : undefined;
}

/** A digest as hexadecimal or base64, whichever has the right length: Dovecot takes both. */
export function fromHexOrBase64(text: string, bytes: number): Buffer | undefined {
  const hex = text.length === 2 * bytes ? fromHex(text) : undefined;
  if (hex) return hex;
  const decoded = fromBase64(text);
  return decoded?.length === bytes ? decoded : undefined;
}

/** Adapted base64 of passlib and OpenLDAP's pw-pbkdf2: `.` for `+`, no padding. */
export function fromAdaptedBase64(text: string): Buffer | undefined {
  return fromBase64(text.replaceAll('.', '+'));
}

/** A whole number in decimal digits, without leading zeros; undefined for anything else. */
export function wholeNumber(text: string | undefined): number | undefined {
  return text !== undefined && /^(?:0|[1-9]\d{0,11})$/.test(text) ? Number(text) : undefined;
}
