import type { AuditSubject } from '../audit/subject.js';
import { flagsOf, generalizedTime, windowsTime } from './ldif-values.js';
import { found, NOTHING, problemAt, type Reading, type UploadFormat } from './upload-format.js';

const MOST_LINES = 5_000;
const LINE = /^([A-Za-z][A-Za-z0-9.-]{0,60})(?:;[A-Za-z0-9;-]{1,60})?:(:?) ?(.*)$/s;
const LOGIN_ATTRIBUTES = ['uid', 'samaccountname', 'userprincipalname', 'mail', 'cn'];
const ACCOUNT_ATTRIBUTES = ['userpassword', 'sambantpassword', 'samaccountname', 'unicodepwd'];

type Entry = ReadonlyMap<string, readonly string[]>;

/** LDIF (RFC 2849) of OpenLDAP, Samba or Active Directory, with operational attributes where there are. */
export const ldif: UploadFormat = {
  format: 'ldif',
  title: 'LDIF',
  looksLike: (line) => /^(?:dn|version|objectClass|userPassword)::? /i.test(line),

  open() {
    let lines: string[] = [];
    let startsAt = 0;
    const close = (): Reading => {
      const [entry, at] = [entryOf(lines), startsAt];
      const isTooLong = lines.length > MOST_LINES;
      lines = [];
      if (isTooLong) return problemAt(at, 'entry-too-long', `at most ${MOST_LINES} lines an entry`);
      if (!entry) return problemAt(at, 'not-ldif', 'expected lines of attribute: value');
      return subjectsOf(entry);
    };
    return {
      line(text, number) {
        if (text === '') return lines.length > 0 ? close() : NOTHING;
        if (text.startsWith('#')) return NOTHING;
        if (text.startsWith(' ') && lines.length > 0) {
          if (lines.length <= MOST_LINES) lines.push(`${lines.pop() ?? ''}${text.slice(1)}`);
          return NOTHING;
        }
        if (lines.length === 0) startsAt = number;
        if (lines.length <= MOST_LINES) lines.push(text);
        return NOTHING;
      },
      end: () => (lines.length > 0 ? close() : NOTHING),
    };
  },
};

function entryOf(lines: readonly string[]): Entry | undefined {
  const entry = new Map<string, string[]>();
  for (const line of lines) {
    const [, name, isBase64, text = ''] = LINE.exec(line) ?? [];
    if (name === undefined) return undefined;
    const value = isBase64 === ':' ? Buffer.from(text, 'base64').toString('utf8') : text;
    const key = name.toLowerCase();
    entry.set(key, [...(entry.get(key) ?? []), value]);
  }
  return entry;
}

function subjectsOf(entry: Entry): Reading {
  const one = (name: string) => entry.get(name)?.[0];
  const isAccount = ACCOUNT_ATTRIBUTES.some((name) => entry.has(name));
  const login = LOGIN_ATTRIBUTES.map(one).find((value) => value !== undefined && value !== '');
  if (!isAccount || login === undefined) return NOTHING;

  const [password] = entry.get('userpassword') ?? [];
  const nt = one('sambantpassword');
  const hash = nt ?? password;
  const changedAt =
    generalizedTime(one('pwdchangedtime')) ??
    windowsTime(one('pwdlastset')) ??
    generalizedTime(one('passwordlastchanged'));
  const control = Number(one('useraccountcontrol') ?? Number.NaN);
  const has = (bit: number) => (Number.isNaN(control) ? undefined : (control & bit) !== 0);
  const neverExpires = has(DONT_EXPIRE);
  const isDisabled = has(DISABLED);
  const mustChange = one('pwdreset')?.toUpperCase() === 'TRUE' || one('pwdlastset') === '0';
  const subject: AuditSubject = {
    login,
    ...(hash === undefined ? {} : { hash, defaultLabel: nt === undefined ? 'PLAIN' : 'NT' }),
    ...present('displayName', one('displayname') ?? one('cn')),
    ...present('mail', one('mail')),
    ...present('unit', unitOf(one('dn'))),
    ...present('changedAt', changedAt),
    ...(neverExpires === undefined ? {} : { neverExpires }),
    ...(isDisabled === undefined ? {} : { active: !isDisabled }),
    ...(mustChange ? { mustChange } : {}),
    ...(entry.has('pwdchangedtime') ? { hasPolicy: entry.has('pwdpolicysubentry') } : {}),
    flags: flagsOf(entry),
  };
  return found(subject);
}

const DONT_EXPIRE = 0x10000;
const DISABLED = 0x2;

function present(name: keyof AuditSubject, value: string | undefined): Partial<AuditSubject> {
  return value === undefined || value === '' ? {} : { [name]: value.slice(0, 500) };
}

/** The container: everything after the first part of the DN. */
function unitOf(dn: string | undefined): string | undefined {
  return dn === undefined ? undefined : /^(?:[^,\\]|\\.)*,(.*)$/s.exec(dn)?.[1]?.trim();
}
