import { pbkdf2Sync } from 'node:crypto';
import { verifySync as verifyArgon2 } from '@node-rs/argon2';
import { verifySync as verifyBcrypt } from '@node-rs/bcrypt';
import apacheMd5 from 'apache-md5';
import { createSHA1, createSHA512 } from 'hash-wasm';
import unixCryptTD from 'unix-crypt-td-js';
import { verify as verifyUnixCrypt } from 'unixcrypt';
import { SAMPLE_HASHES } from './sample-hashes.js';

const sha1 = await createSHA1();
const sha512 = await createSHA512();
const SALT = Buffer.alloc(8, 7);
const hashOf = (scheme: string) => SAMPLE_HASHES[scheme] ?? '';

/** Each scheme's library alone, without anything of ours around it. */
const BARE: Readonly<Record<string, (password: string) => unknown>> = {
  SSHA: (password) => sha1.init().update(password).update(SALT).digest('binary'),
  SSHA512: (password) => sha512.init().update(password).update(SALT).digest('binary'),
  'MD5-CRYPT': (password) => apacheMd5(password, '$1$abcdefgh$'),
  'DES-CRYPT': (password) => unixCryptTD([...Buffer.from(password)], 'ab'),
  'SHA512-CRYPT': (password) => verifyUnixCrypt(password, hashOf('SHA512-CRYPT')),
  'BLF-CRYPT': (password) => verifyBcrypt(password, hashOf('BLF-CRYPT')),
  ARGON2: (password) => verifyArgon2(hashOf('ARGON2'), password),
  PBKDF2: (password) => pbkdf2Sync(password, 'bUnT4Pl7yFtYX0KU', 5_000, 20, 'sha1'),
  'SCRAM-SHA-256': (password) => pbkdf2Sync(password, SALT, 4_096, 32, 'sha256'),
};

/** How many verifications one thread makes in a time. */
export default function bareHashes({
  scheme,
  milliseconds,
}: {
  readonly scheme: string;
  readonly milliseconds: number;
}): number {
  const verify = BARE[scheme];
  if (!verify) throw new Error(`there is no bare ${scheme}`);
  const until = performance.now() + milliseconds;
  let count = 0;
  while (performance.now() < until) verify(`Password${count++ % 10_000}`);
  return count;
}
