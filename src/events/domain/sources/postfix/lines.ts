import { canonicalAddress } from '../../../../kernel/ip-address.js';
import type { Mechanism, Reason } from '../../auth-event.js';
import { maskQuoted } from '../../reading/mask-quoted.js';
import { mechanismOf } from '../../reading/mechanism-of.js';
import { reasonOf } from '../../reading/reason-of.js';

/** `host[address]`, as Postfix writes a client; the host's name has been checked by Postfix. */
export interface PostfixClient {
  readonly ip: string | undefined;
  /** Where the text goes on: behind the bracket and a port (`smtpd_client_port_logging`). */
  readonly end: number;
}

const PORT = /:\d{1,5}/y;

export function readClient(text: string, start: number): PostfixClient | undefined {
  const open = text.indexOf('[', start);
  const close = text.indexOf(']', open);
  if (open <= start || close === -1) return undefined;
  const blank = text.indexOf(' ', start);
  if (blank !== -1 && blank < close) return undefined;
  PORT.lastIndex = close + 1;
  const end = PORT.test(text) ? PORT.lastIndex : close + 1;
  return { ip: canonicalAddress(text.slice(open + 1, close)), end };
}

const USERNAME = ', sasl_username=';
const SASL_FAILED = ' authentication failed: ';
/** What a server asks in AUTH LOGIN, in base64 and in clear; Postfix logs it where a name should be. */
const NO_NAMES = new Set([
  'VXNlcm5hbWU6',
  'UGFzc3dvcmQ6',
  'VXNlciBOYW1lAA==',
  'Username:',
  'Password:',
  '(unavailable)',
]);

/** A failed SASL exchange: `host[ip]: SASL LOGIN authentication failed: reason, sasl_username=name`. */
export interface SaslFailure {
  readonly ip: string | undefined;
  /** Undefined in the older form, which doesn't say. */
  readonly account: string | undefined;
  readonly mechanism: Mechanism | undefined;
  readonly reason: Reason;
}

export function readSaslFailure(message: string): SaslFailure | undefined {
  const client = readClient(message, 'warning: '.length);
  if (client === undefined || !message.startsWith(': SASL ', client.end)) return undefined;
  const mechanism = client.end + ': SASL '.length;
  const failed = message.indexOf(' ', mechanism);
  if (failed === -1 || !message.startsWith(SASL_FAILED, failed)) return undefined;
  const words = failed + SASL_FAILED.length;
  // The first one counts: the name is the client's and may hold another.
  const named = message.indexOf(USERNAME, words - 1);
  const account = named === -1 ? '' : message.slice(named + USERNAME.length);
  return {
    ip: client.ip,
    account: account === '' || NO_NAMES.has(account) ? undefined : account,
    mechanism: mechanismOf(message.slice(mechanism, failed)),
    reason: reasonOf(message.slice(words, named === -1 ? undefined : named)) ?? 'bad-password',
  };
}

/** `client=host[ip], sasl_method=PLAIN, sasl_username=name`, from `client=` on. */
export interface SaslSuccess {
  readonly ip: string | undefined;
  readonly account: string;
  readonly mechanism: Mechanism | undefined;
}

const SASL_METHOD = ', sasl_method=';

export function readSaslSuccess(message: string, start: number): SaslSuccess | undefined {
  const named = message.indexOf(USERNAME, start);
  if (named === -1) return undefined;
  const client = readClient(message, start + 'client='.length);
  if (client === undefined) return undefined;
  // The sender of MAIL AUTH= comes last and is the client's.
  const end = message.indexOf(', sasl_sender=', named);
  const account = message.slice(named + USERNAME.length, end === -1 ? undefined : end);
  if (account === '') return undefined;
  const method = message.startsWith(SASL_METHOD, client.end)
    ? message.slice(client.end + SASL_METHOD.length, named)
    : undefined;
  return { ip: client.ip, account, mechanism: mechanismOf(method) };
}

const ENCRYPTED = /^(?:Anonymous|Untrusted|Trusted|Verified) TLS connection established from /;

/** `Anonymous TLS connection established from host[ip]: TLSv1.3 with cipher …`: whose connection it is. */
export function readEncrypted(message: string): PostfixClient | undefined {
  const start = ENCRYPTED.exec(message)?.[0].length;
  return start === undefined ? undefined : readClient(message, start);
}

/** `from=<sender>, size=1291, nrcpt=2 (queue active)`, from `from=` on. */
export interface Queued {
  readonly sender: string;
  readonly bytes: number;
  readonly recipients: number;
}

const QUEUED = />, size=(\d{1,15}), nrcpt=(\d{1,9}) /y;

export function readQueued(message: string, start: number): Queued | undefined {
  const end = message.lastIndexOf('>, size=');
  if (end === -1) return undefined;
  QUEUED.lastIndex = end;
  const match = QUEUED.exec(message);
  if (match === null) return undefined;
  return {
    sender: message.slice(start + 'from=<'.length, end),
    bytes: Number(match[1]),
    recipients: Number(match[2]),
  };
}

/** A reply that refused: `reject: RCPT from host[ip]: 550 5.1.1 text; from=<…> to=<…> proto=… helo=<…>`. */
export interface Reject {
  readonly ip: string | undefined;
  readonly sender: string | undefined;
  readonly recipient: string | undefined;
  /** Whose session it was, where the line says so. */
  readonly account: string | undefined;
  /** The reply's first digit is 5. */
  readonly permanent: boolean;
}

const REJECT = /(?:reject|milter-reject): [A-Z-]{4,20} from /y;
const CODE = /(\d)\d\d (?:\d\.\d{1,3}\.\d{1,3} )?/y;
const NOT_OWNER = '>: Sender address rejected: not owned by user ';

/** @param start where `reject: ` or `milter-reject: ` begins */
export function readReject(message: string, start: number): Reject | undefined {
  REJECT.lastIndex = start;
  if (!REJECT.test(message)) return undefined;
  const client = readClient(message, REJECT.lastIndex);
  if (client === undefined || !message.startsWith(': ', client.end)) return undefined;
  CODE.lastIndex = client.end + 2;
  const code = CODE.exec(message);
  if (code === null) return undefined;

  const masked = maskQuoted(message);
  // Postfix takes brackets, quotes and blanks out of the HELO name, so nothing behind it is forged.
  const helo = masked.lastIndexOf(' helo=<');
  const envelope = helo === -1 ? masked.length : helo;
  const from = only(masked, '; from=<', client.end);
  const to = masked.lastIndexOf(' to=<', envelope);
  const sender = from === undefined ? undefined : bracketed(message, masked, from);
  return {
    ip: client.ip,
    sender,
    recipient: to < (from ?? 0) ? undefined : bracketed(message, masked, to + ' to=<'.length),
    account:
      accountBehind(message, helo) ??
      ownerNamed(
        message,
        CODE.lastIndex,
        sender,
        from === undefined ? 0 : from - '; from=<'.length,
      ),
    permanent: code[1] === '5',
  };
}

/** Where the text behind `mark` begins; undefined when it occurs twice, of which one is forged. */
function only(text: string, mark: string, start: number): number | undefined {
  const first = text.indexOf(mark, start);
  return first === -1 || text.includes(mark, first + 1) ? undefined : first + mark.length;
}

function bracketed(text: string, masked: string, start: number): string | undefined {
  const end = masked.indexOf('>', start);
  return end <= start ? undefined : text.slice(start, end);
}

function accountBehind(message: string, helo: number): string | undefined {
  if (helo === -1) return undefined;
  const mark = message.indexOf('sasl_username=', message.indexOf('>', helo));
  if (mark === -1) return undefined;
  const rest = message.slice(mark + 'sasl_username='.length);
  if (rest.startsWith('<')) return rest.slice(1, rest.endsWith('>') ? -1 : undefined) || undefined;
  const end = rest.search(/,? sasl_/);
  return (end === -1 ? rest : rest.slice(0, end)) || undefined;
}

/** The signed-in account of `<sender>: Sender address rejected: not owned by user name`. */
function ownerNamed(
  message: string,
  start: number,
  sender: string | undefined,
  end: number,
): string | undefined {
  // The sender is the client's and may hold these words, so they must follow exactly this sender.
  const words = `<${sender ?? ''}${NOT_OWNER}`;
  if (sender === undefined || !message.startsWith(words, start)) return undefined;
  return message.slice(start + words.length, end) || undefined;
}

/** A recipient to whom a message can't be delivered. */
export interface Bounce {
  readonly queueId: string;
  readonly recipient: string;
}

/** `QUEUEID: to=<recipient>, relay=…, status=bounced (…)`. What stands in brackets is another server's. */
export function readBounce(message: string): Bounce | undefined {
  const colon = message.indexOf(': to=<');
  if (colon === -1) return undefined;
  const end = message.indexOf('>', colon);
  const status = message.indexOf(', status=', end);
  if (end === -1 || status === -1 || !message.startsWith('bounced ', status + 9)) return undefined;
  return { queueId: message.slice(0, colon), recipient: message.slice(colon + 6, end) };
}
