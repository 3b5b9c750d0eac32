import { pbkdf2Sync } from 'node:crypto';
import { verify as verifyArgon2 } from '@node-rs/argon2';
import { verify as verifyBcrypt } from '@node-rs/bcrypt';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isSeededBy, PASSWORD_SCHEMES, storageForm } from './password-scheme.js';
import { argon2id } from './schemes/argon2id.js';
import { blfCrypt } from './schemes/blf-crypt.js';
import { pbkdf2Sha1 } from './schemes/pbkdf2.js';
import { sha512CryptDigest } from './schemes/sha512-crypt.js';
import { ssha512 } from './schemes/ssha512.js';
import { seedOf } from './random-password.js';

const seed = seedOf('an-action');
const LONG_PASSWORD =
  'a very much longer text to encrypt.  This one even stretches over more than one line, and häs ümläuts.';
/** Made with `openssl dgst -sha512 -binary` of password and salt, the salt after it, in base64. */
const KNOWN_SSHA512 =
  '6cfCWyWL+RujEowRUquTpeYIkfoo47FWeFIfT2VaTyp/BrADuSrlUvEkJkNyop9AAmgkgHoNnbJHvj1tb97BxDAxMjM0NTY3ODlhYmNkZWY=';

describe('the password schemes', () => {
  it('write SHA512-CRYPT as crypt(3) does', () => {
    // Made with `openssl passwd -6`.
    expect(sha512CryptDigest('Hello world!', 'saltstring')).toBe(
      'svn8UoSVapNtMuq1ukKS4tPQd8iKwSMHWjl/O817G3uBnIFNjnQJuesI68u4OTLiBFdcbYEdFCoEOfaS35inz1',
    );
    expect(sha512CryptDigest(LONG_PASSWORD, 'anotherlongsalts')).toBe(
      'yTmgzAAHe/yD6ErNAki1ATe9tb5MEJELAris6E3j7j6240MmsyViLbWpKkN342dE2.4M4ml.xkzuMVD49CmH81',
    );
  });

  it('write SSHA512 as digest and salt in base64', async () => {
    const body = await ssha512.encode('test', Buffer.from('0123456789abcdef'));

    expect(body).toBe(KNOWN_SSHA512);
  });

  it('write bcrypt that other software verifies, marked 2y', async () => {
    const body = await blfCrypt.encode('test', seed);

    expect(body).toMatch(/^\$2y\$10\$[./A-Za-z0-9]{53}$/);
    expect(await verifyBcrypt('test', body)).toBe(true);
  });

  it('write argon2id that other software verifies', async () => {
    const body = await argon2id.encode('test', seed);

    expect(body).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(await verifyArgon2(body, 'test')).toBe(true);
  });

  it('write PBKDF2 with the salt as text', async () => {
    const [, one, salt = '', rounds, hex] = (await pbkdf2Sha1.encode('test', seed)).split('$');

    expect([one, rounds]).toEqual(['1', '5000']);
    expect(hex).toBe(pbkdf2Sync('test', salt, 5_000, 20, 'sha1').toString('hex'));
  });

  it.each(PASSWORD_SCHEMES.map((scheme) => [scheme.name, scheme] as const))(
    'tell whose work a %s hash is',
    async (_name, scheme) => {
      const stored = `{${scheme.name}}${await scheme.encode('test', seed)}`;

      expect(isSeededBy(stored, seed)).toBe(true);
      expect(isSeededBy(stored, seedOf('another-action'))).toBe(false);
    },
  );

  it('take no text for somebody’s work', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (stored) => {
        expect(isSeededBy(stored, seed)).toBe(false);
      }),
    );
  });
});

describe('how a new password is stored', () => {
  it.each([
    ['detect', '{SSHA512}abc', '{SSHA512}', 'SSHA512'],
    ['detect', '{SHA512-CRYPT}$6$a$b', '{SHA512-CRYPT}', 'SHA512-CRYPT'],
    ['detect', '{blf-crypt}$2y$10$', '{BLF-CRYPT}', 'BLF-CRYPT'],
    ['detect', '{ARGON2ID}$argon2id$', '{ARGON2ID}', 'ARGON2ID'],
    ['detect', '{PBKDF2}$1$', '{PBKDF2}', 'PBKDF2'],
    ['detect', '{CRYPT}$6$a$b', '{CRYPT}', 'SHA512-CRYPT'],
    ['detect', '$6$a$b', '', 'SHA512-CRYPT'],
    ['detect', '$1$a$b', '', 'SHA512-CRYPT'],
    ['detect', '$2b$12$', '', 'BLF-CRYPT'],
    ['detect', '$argon2i$', '', 'ARGON2ID'],
    ['detect', '{SSHA256.HEX}ab', '{SSHA512}', 'SSHA512'],
    ['detect', '{PLAIN}secret', '{BLF-CRYPT}', 'BLF-CRYPT'],
    ['detect', '5f4dcc3b5aa765d61d8327deb882cf99', '{BLF-CRYPT}', 'BLF-CRYPT'],
    ['detect', '', '{BLF-CRYPT}', 'BLF-CRYPT'],
    ['{ARGON2ID}', '{SSHA512}abc', '{ARGON2ID}', 'ARGON2ID'],
    ['SSHA512', '$6$a$b', '{SSHA512}', 'SSHA512'],
  ])('with %s and a present %s is %s', (setting, stored, prefix, name) => {
    const form = storageForm(setting, stored);

    expect([form.prefix, form.scheme.name]).toEqual([prefix, name]);
  });
});
