/** A stored hash of each scheme that nobody's guess fits, at the costs that sites use. */
export const SAMPLE_HASHES: Readonly<Record<string, string>> = {
  SSHA: '{SSHA}AAAAAAAAAAAAAAAAAAAAAAAAAAABAgMEBQYHCA==',
  SSHA512: `{SSHA512}${Buffer.alloc(72, 7).toString('base64')}`,
  'MD5-CRYPT': '$1$abcdefgh$......................',
  'DES-CRYPT': '{CRYPT}ab...........',
  'SHA512-CRYPT': `$6$abcdefgh$${'.'.repeat(86)}`,
  'BLF-CRYPT': '$2y$10$11ipvo5dR6CwkzwmhwM26OXgzXwhV2PyPuLV.Qi31ILcRcThQpEiW',
  ARGON2:
    '$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$RdescudvJCsgt3ub+b4dWRWJTmaaJObGRdescudvJCs',
  PBKDF2: `{PBKDF2}$1$bUnT4Pl7yFtYX0KU$5000$${'0'.repeat(40)}`,
  'SCRAM-SHA-256': `{SCRAM-SHA-256}4096,LfNGSFqiFykEZ1xDAYlnKQ==,${Buffer.alloc(32, 7).toString('base64')},${Buffer.alloc(32, 7).toString('base64')}`,
};
