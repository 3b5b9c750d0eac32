import { describe, expect, it } from 'vitest';
import { schemeName } from './scheme-name.js';

describe('schemeName', () => {
  it.each([
    ['{SSHA512}abc=', 'SSHA512'],
    ['{blf-crypt}$2y$05$abc', 'BLF-CRYPT'],
    ['{SSHA512.b64}abc=', 'SSHA512'],
    ['{CRYPT}$6$salt$abc', 'SHA512-CRYPT'],
    ['{CRYPT}ab1234567890.', 'DES-CRYPT'],
    ['{ARGON2}$argon2i$v=19$m=1,t=1,p=1$c2FsdA$aGFzaA', 'ARGON2I'],
    ['{PBKDF2-SHA512}10000$salt$dk', 'PBKDF2-SHA512'],
    ['$argon2id$v=19$m=1,t=1,p=1$c2FsdA$aGFzaA', 'ARGON2ID'],
    ['$y$j9T$salt$abc', 'YESCRYPT'],
    ['$1$salt$abc', 'MD5-CRYPT'],
    ['5f4dcc3b5aa765d61d8327deb882cf99', 'unknown'],
    ['', 'unknown'],
  ])('knows %s as %s', (stored, scheme) => {
    expect(schemeName(stored)).toBe(scheme);
  });
});
