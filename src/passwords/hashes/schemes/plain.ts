import { createHash } from 'node:crypto';
import type { HashScheme } from '../hash-scheme.js';

const PLAIN_COST = { milliseconds: 0.001, mebibytes: 0 };
const MOST_CHARACTERS = 1_024;

const digest = (password: string) => createHash('sha256').update(password).digest('hex');

/** The password itself. That it can be read is the finding; whether it can be guessed is asked as well. */
export const plain: HashScheme = {
  name: 'PLAIN',
  labels: ['PLAIN', 'CLEAR', 'CLEARTEXT'],
  grade: 'cleartext',
  digest,
  identify(body, isLabelled) {
    if (!isLabelled || body.length > MOST_CHARACTERS) return undefined;
    return {
      cost: PLAIN_COST,
      verify: (password) => password === body,
      unsalted: digest(body),
    };
  },
};

/** Dovecot's `{PLAIN-TRUNC}`: a cleartext password of which only so many characters may be known: `8-geheimni`. */
export const plainTruncated: HashScheme = {
  name: 'PLAIN-TRUNC',
  labels: ['PLAIN-TRUNC'],
  grade: 'cleartext',
  identify(body) {
    const [, length = '', text = ''] = /^(\d{1,4})-(.{0,1024})$/su.exec(body) ?? [];
    if (length === '') return undefined;
    const kept = Number(length);
    return {
      cost: PLAIN_COST,
      verify: (password) => Buffer.from(password).subarray(0, kept).toString() === text,
      ...(Buffer.byteLength(text) >= kept ? { significantBytes: kept } : {}),
    };
  },
};
