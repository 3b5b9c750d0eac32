import type { AuditSubject, DirectoryFlags } from '../audit/subject.js';
import { found, NOTHING, problemAt, type UploadFormat } from './upload-format.js';

const NO_LM = 'aad3b435b51404eeaad3b435b51404ee';
const HASH_LINE =
  /^([^:]{1,320}):(\d{1,10}):([0-9a-fA-F]{32}|NO [A-Z -]{1,20}\*{1,32}|\*{1,32})?:([0-9a-fA-F]{32}|NO [A-Z -]{1,20}\*{1,32}|\*{1,32})?:[^:]{0,200}:[^:]{0,200}:(.{0,200})$/;
const KEY_LINE =
  /^([^:]{1,320}):(aes256-cts-hmac-sha1-96|aes128-cts-hmac-sha1-96|des-cbc-md5|rc4_hmac|dec-cbc-crc):[0-9a-fA-F]{1,128}$/;
const CLEARTEXT_LINE = /^([^:]{1,320}):CLEARTEXT:/;
const HISTORY = /_history\d{1,3}$/;
const SET_AT = /\(pwdLastSet=(\d{4}-\d\d-\d\d) (\d\d:\d\d)(?::\d\d)?\)/;
const STATUS = /\(status=(Enabled|Disabled)\)/;
/** Keys and cleartext stand after the hashes, so accounts wait for the end; more than this are taken without. */
const MOST_HELD = 500_000;

/** `pwdump`, and what Impacket's secretsdump writes: NT hashes, Kerberos keys, cleartext where it is kept. */
export const pwdump: UploadFormat = {
  format: 'pwdump',
  title: 'pwdump or secretsdump',
  looksLike: (line) => HASH_LINE.test(line),

  open() {
    const subjects = new Map<string, AuditSubject>();
    const withAes = new Set<string>();
    const withCleartext = new Set<string>();
    let hasKeys = false;
    return {
      line(text, number) {
        if (text === '' || text.startsWith('#') || text.startsWith('[')) return NOTHING;
        const key = KEY_LINE.exec(text);
        if (key) {
          hasKeys = true;
          if (key[2]?.startsWith('aes')) withAes.add(key[1] ?? '');
          return NOTHING;
        }
        const [, owner] = CLEARTEXT_LINE.exec(text) ?? [];
        if (owner !== undefined) {
          withCleartext.add(owner);
          return NOTHING;
        }
        const [, name = '', , lm = '', nt = '', rest = ''] = HASH_LINE.exec(text) ?? [];
        if (name === '') return problemAt(number, 'not-a-pwdump-line', 'expected name:id:LM:NT:::');
        if (HISTORY.test(name)) return NOTHING;
        if (subjects.size >= MOST_HELD)
          return problemAt(number, 'too-many-accounts', `at most ${MOST_HELD} accounts`);
        subjects.set(name, subjectOf(name, lm, nt, rest));
        return NOTHING;
      },

      end() {
        return found(
          ...Array.from(subjects, ([name, subject]): AuditSubject => {
            const flags: DirectoryFlags = {
              ...subject.flags,
              hasCleartext: withCleartext.has(name),
              ...(hasKeys ? { hasAesKeys: withAes.has(name) } : {}),
            };
            return { ...subject, flags };
          }),
        );
      },
    };
  },
};

function subjectOf(name: string, lm: string, nt: string, rest: string): AuditSubject {
  const [, day, time] = SET_AT.exec(rest) ?? [];
  const [, status] = STATUS.exec(rest) ?? [];
  const hash = /^[0-9a-fA-F]{32}$/.test(nt) ? nt.toLowerCase() : undefined;
  return {
    login: name,
    ...(hash === undefined ? {} : { hash, defaultLabel: 'NT' }),
    ...(status === undefined ? {} : { active: status === 'Enabled' }),
    ...(day === undefined || time === undefined ? {} : { changedAt: `${day}T${time}:00.000Z` }),
    flags: {
      hasLmHash: /^[0-9a-fA-F]{32}$/.test(lm) && lm.toLowerCase() !== NO_LM,
      isComputer: name.endsWith('$'),
    },
  };
}
