import { canonicalAddress } from '../../../../kernel/ip-address.js';
import type { Mechanism, Protocol, Reason } from '../../auth-event.js';
import { mechanismOf } from '../../reading/mechanism-of.js';
import { reasonOf } from '../../reading/reason-of.js';

/** A line of the auth process: one database refused, or couldn't be asked. */
export interface AuthLine {
  /** `passwd-file`, `sql`, `ldap`, `pam`, `policy`. */
  readonly driver: string;
  readonly account: string | undefined;
  readonly ip: string;
  /** Undefined when another server asked (Postfix, Exim). */
  readonly session: string | undefined;
  readonly reason: Reason;
}

/** Where the worker's own name stands before the driver's (2.3 and later). */
const WORKER = /conn unix:\S+ \(pid=\d{1,10},uid=\d{1,10}\): auth-worker<\d{1,10}>: /y;
const DRIVER = /([a-z][a-z0-9-]{1,30})\(/y;
/** Ends the name: `,203.0.113.7,<session>): `, in a master user's sign-in with `,master` between. */
const IDENTITY = /,([0-9A-Fa-f.:]{2,45})(?:,master)?(?:,<([^<>\s]{1,128})>)?\): /g;
/** With auth_verbose_passwords the password, or its digest, follows. */
const GIVEN_PASSWORD = /given password: /;

/** @param start behind `auth: Info: ` */
export function readAuthLine(message: string, start: number): AuthLine | undefined {
  WORKER.lastIndex = start;
  DRIVER.lastIndex = WORKER.test(message) ? WORKER.lastIndex : start;
  const driver = DRIVER.exec(message)?.[1];
  if (driver === undefined) return undefined;
  const name = DRIVER.lastIndex;
  IDENTITY.lastIndex = name;
  let last: RegExpExecArray | null = null;
  let identities = 0;
  for (let next = IDENTITY.exec(message); next !== null; next = IDENTITY.exec(message)) {
    last = next;
    identities += 1;
  }
  const ip = canonicalAddress(last?.[1] ?? '');
  if (last === null || ip === undefined) return undefined;
  // The name comes before and the password after: which of two is forged, nobody can tell.
  if (identities > 1 && GIVEN_PASSWORD.test(message)) return undefined;
  const reason = refusalOf(driver, message.slice(last.index + last[0].length));
  if (reason === undefined) return undefined;
  const account = message.slice(name, last.index);
  return { driver, account: account === '?' ? undefined : account, ip, session: last[2], reason };
}

function refusalOf(driver: string, words: string): Reason | undefined {
  // What the policy server says is free text, also about the client.
  if (driver === 'policy') return words.includes('refusal') ? 'policy' : undefined;
  if (words.startsWith('pam_')) return pamReason(words);
  const secret = words.search(GIVEN_PASSWORD);
  return reasonOf(secret === -1 ? words : words.slice(0, secret));
}

/** The part behind `failed: ` is PAM's own text. */
function pamReason(words: string): Reason | undefined {
  if (!words.includes(' failed: ')) return undefined;
  if (/not known|unknown/i.test(words)) return 'unknown-account';
  return reasonOf(words) ?? 'other';
}

/** A line of a login process about one client. */
export interface LoginLine {
  readonly protocol: Protocol;
  /** `refused`: a session that ended without a sign-in, with so many failed attempts. */
  readonly kind: 'signed-in' | 'refused';
  readonly attempts: number;
  /** Of attempts that no auth line tells about. */
  readonly reason: Reason | undefined;
  readonly account: string | undefined;
  readonly ip: string | undefined;
  readonly session: string | undefined;
  readonly mechanism: Mechanism | undefined;
  readonly tls: boolean | undefined;
  /** The mail process that took over. */
  readonly mailPid: string | undefined;
}

const LOGIN_PROCESSES = new Map<string, Protocol>([
  ['imap-login', 'imap'],
  ['pop3-login', 'pop3'],
  ['managesieve-login', 'sieve'],
  ['sieve-login', 'sieve'],
  ['submission-login', 'smtp'],
]);

/** The protocol of a login process; undefined for any other process. */
export function loginProtocol(process: string): Protocol | undefined {
  return LOGIN_PROCESSES.get(process);
}

const METHOD = '>, method=';
const MECHANISM = /^[A-Za-z0-9_-]{0,40}$/;
const LONGEST_MECHANISM = 40;
const SESSION = ', session=<';
const MAIL_PID = ', mpid=';
const ATTEMPTS = /\(auth failed, (\d{1,9}) attempts?[ )]/;
const MOST_ATTEMPTS = 1_000;
const USER = ': user=<';
/** Other lines may hold the client's own words, such as its IMAP ID. */
const ENDS_LOGIN = /^(?:Login|Logged in|Disconnected|Aborted login|Maximum number of connections)/;

/** @param start behind `imap-login: Info: ` */
export function readLoginLine(
  message: string,
  start: number,
  protocol: Protocol,
): LoginLine | undefined {
  // Everything behind the last address is the server's; the name before it is the client's.
  const address = message.lastIndexOf(', rip=');
  const proxied = message.startsWith('proxy(', start);
  const user = proxied ? message.lastIndexOf(USER, address) : message.indexOf(USER, start);
  if (address === -1 || user === -1 || user > address) return undefined;
  const name = user + USER.length;
  const nameEnd = endOfName(message, name, address);
  if (nameEnd === -1) return undefined;
  const words = message.slice(start, user);
  if (!proxied && !ENDS_LOGIN.test(words)) return undefined;
  const { kind, attempts, reason } = verdictOf(words, proxied);
  return {
    protocol,
    kind,
    attempts,
    reason,
    account: nameEnd === name ? undefined : message.slice(name, nameEnd),
    ip: canonicalAddress(upTo(message, ',', address + ', rip='.length)),
    session: sessionAtEnd(message, address),
    mechanism: mechanismBehind(message, nameEnd, address),
    tls: tlsBehind(message, address),
    mailPid: mailPidIn(message, address),
  };
}

/** The name ends before `>, method=PLAIN` or, of a client that chose none, before `>`. */
function endOfName(message: string, name: number, address: number): number {
  const method = message.lastIndexOf(METHOD, address);
  const mechanism = method + METHOD.length;
  if (method >= name && address - mechanism <= LONGEST_MECHANISM) {
    if (MECHANISM.test(message.slice(mechanism, address))) return method;
  }
  return address > name && message[address - 1] === '>' ? address - 1 : -1;
}

function mechanismBehind(message: string, nameEnd: number, address: number): Mechanism | undefined {
  if (!message.startsWith(METHOD, nameEnd)) return undefined;
  return mechanismOf(message.slice(nameEnd + METHOD.length, address));
}

/** `secured` is said of the machine itself and of trusted proxies, before which nobody knows. */
function tlsBehind(message: string, address: number): boolean | undefined {
  if (message.includes(', TLS', address)) return true;
  return message.includes(', secured', address) ? undefined : false;
}

function sessionAtEnd(message: string, address: number): string | undefined {
  const start = message.lastIndexOf(SESSION) + SESSION.length;
  if (start < address || !message.endsWith('>')) return undefined;
  return message.slice(start, -1) || undefined;
}

function mailPidIn(message: string, address: number): string | undefined {
  const start = message.indexOf(MAIL_PID, address);
  return start === -1 ? undefined : upTo(message, ',', start + MAIL_PID.length);
}

function upTo(text: string, mark: string, start: number): string {
  const end = text.indexOf(mark, start);
  return text.slice(start, end === -1 ? undefined : end);
}

function verdictOf(
  words: string,
  proxied: boolean,
): Pick<LoginLine, 'kind' | 'attempts' | 'reason'> {
  if (words === 'Login' || words === 'Logged in' || (proxied && words.includes('tarted proxying')))
    return { kind: 'signed-in', attempts: 0, reason: undefined };
  const attempts = Number(ATTEMPTS.exec(words)?.[1] ?? 0);
  if (attempts > 0) {
    return { kind: 'refused', attempts: Math.min(attempts, MOST_ATTEMPTS), reason: undefined };
  }
  const reason = silentReason(words);
  return { kind: 'refused', attempts: reason === undefined ? 0 : 1, reason };
}

/** What Dovecot says in place of the number of attempts (login-common/client-common.c). */
function silentReason(words: string): Reason | undefined {
  if (words.includes('(user disabled)')) return 'disabled';
  if (words.includes('(password expired)')) return 'expired';
  if (words.includes('(authorization failed')) return 'policy';
  if (words.includes('(auth service reported temporary failure)')) return 'backend';
  if (words.includes('(internal failure')) return 'backend';
  if (words.includes('(auth process communication failure)')) return 'backend';
  return undefined;
}
