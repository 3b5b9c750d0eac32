import { verifySync } from '@node-rs/argon2';
import { wholeNumber } from '../encodings.js';
import type { HashScheme } from '../hash-scheme.js';

const ARGON2 =
  /^\$(argon2(?:id|i|d))\$(?:v=(16|19)\$)?m=(\d{1,10}),t=(\d{1,10}),p=(\d{1,8})(?:,[a-z]{1,8}=[A-Za-z0-9+/]{0,64}){0,2}\$[A-Za-z0-9+/]{8,128}\$[A-Za-z0-9+/]{8,128}$/;
/** 19 MiB and two passes take 31 ms. */
const MILLISECONDS_PER_MEBIBYTE_PASS = 0.8;
const KIBIBYTE = 1_024;

/** Argon2 as PHC strings (RFC 9106). */
export const argon2: HashScheme = {
  name: 'ARGON2',
  labels: ['ARGON2', 'ARGON2I', 'ARGON2ID', 'ARGON2D'],
  grade: 'strong',
  identify(body) {
    const [whole, , , memory, passes] = ARGON2.exec(body) ?? [];
    if (whole === undefined) return undefined;
    const mebibytes = (wholeNumber(memory) ?? Number.POSITIVE_INFINITY) / KIBIBYTE;
    const times = wholeNumber(passes) ?? Number.POSITIVE_INFINITY;
    return {
      cost: { milliseconds: 0.1 + mebibytes * times * MILLISECONDS_PER_MEBIBYTE_PASS, mebibytes },
      verify: (password) => verifySync(body, password),
    };
  },
};
