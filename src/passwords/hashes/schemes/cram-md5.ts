import { digestOf, md5StateAfter } from '../digests.js';
import { fromHexOrBase64 } from '../encodings.js';
import type { HashScheme } from '../hash-scheme.js';

const BLOCK_BYTES = 64;
const OUTER_PAD = 0x5c;
const INNER_PAD = 0x36;

/**
 * Dovecot's `{CRAM-MD5}` (or `{HMAC-MD5}`): the states of HMAC-MD5 after the outer and the inner
 * pad (RFC 2195). It has no salt, and whoever has it can sign in with it: it is as good as the password.
 */
export const cramMd5: HashScheme = {
  name: 'CRAM-MD5',
  labels: ['CRAM-MD5', 'HMAC-MD5'],
  grade: 'weak',
  digest,
  identify(body, isLabelled) {
    const stored = isLabelled ? fromHexOrBase64(body, 32)?.toString('hex') : undefined;
    if (stored === undefined) return undefined;
    return {
      cost: { milliseconds: 0.005, mebibytes: 0 },
      verify: (password) => digest(password) === stored,
      unsalted: stored,
    };
  },
};

function digest(password: string): string {
  const key = Buffer.from(password);
  const shortened = key.length > BLOCK_BYTES ? digestOf('md5', key) : key;
  const padded = (pad: number) => {
    const block = new Uint8Array(BLOCK_BYTES).fill(pad);
    shortened.forEach((byte, at) => (block[at] = byte ^ pad));
    return Buffer.from(md5StateAfter(block)).toString('hex');
  };
  return padded(OUTER_PAD) + padded(INNER_PAD);
}
