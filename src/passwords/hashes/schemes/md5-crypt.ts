import apacheMd5 from 'apache-md5';
import type { HashScheme, StoredDigest } from '../hash-scheme.js';

const MD5_CRYPT = /^(\$(?:1|apr1)\$)([./0-9A-Za-z]{0,8})\$[./0-9A-Za-z]{22}$/;

/** `$1$` of FreeBSD and `$apr1$` of Apache: a thousand rounds of MD5, since 1994. */
export const md5Crypt: HashScheme = {
  name: 'MD5-CRYPT',
  labels: ['MD5-CRYPT', 'MD5', 'CRYPT'],
  grade: 'weak',
  identify(body): StoredDigest | undefined {
    const [, mark = '', salt = ''] = MD5_CRYPT.exec(body) ?? [];
    // The library makes up a salt where there is none.
    if (mark === '' || salt === '') return undefined;
    return {
      cost: { milliseconds: 2, mebibytes: 0 },
      verify: (password) => apacheMd5(password, `${mark}${salt}$`) === body,
    };
  },
};
