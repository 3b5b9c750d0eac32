import unixCryptTD from 'unix-crypt-td-js';
import type { HashScheme } from '../hash-scheme.js';

const DES_CRYPT = /^[./0-9A-Za-z]{13}$/;
const SIGNIFICANT_BYTES = 8;

/** crypt(3) of 1979: eight characters of seven bits, 4,096 salts, 25 rounds of DES. */
export const desCrypt: HashScheme = {
  name: 'DES-CRYPT',
  labels: ['DES-CRYPT', 'CRYPT'],
  grade: 'weak',
  identify(body, isLabelled) {
    if (!isLabelled || !DES_CRYPT.test(body)) return undefined;
    return {
      cost: { milliseconds: 0.5, mebibytes: 0 },
      significantBytes: SIGNIFICANT_BYTES,
      verify: (password) => unixCryptTD([...Buffer.from(password)], body.slice(0, 2)) === body,
    };
  },
};
