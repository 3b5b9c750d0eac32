import { canonicalAddress } from '../../../../kernel/ip-address.js';
import type { Mechanism } from '../../auth-event.js';
import { mechanismNamed } from '../../reading/mechanism-of.js';
import { maskQuoted } from '../../reading/mask-quoted.js';

/** `host (helo) [ip]:port`, `(helo) [ip]` or `[ip]`, as Exim writes a client. */
export interface EximClient {
  readonly ip: string;
  /** What the client called itself. */
  readonly helo: string | undefined;
  readonly end: number;
}

/** A message that was taken in: `<= sender H=… P=esmtpsa A=driver:account S=1291 … for a@x b@y`. */
export interface Arrival {
  readonly client: EximClient;
  readonly account: string;
  readonly sender: string;
  readonly bytes: number | undefined;
  readonly recipients: number;
  readonly mechanism: Mechanism | undefined;
  readonly tls: boolean | undefined;
}

/** `H=… F=<sender> A=driver:account rejected RCPT <recipient>: why`. */
export interface Rejection {
  readonly client: EximClient;
  readonly account: string;
  readonly sender: string | undefined;
  readonly recipient: string | undefined;
}

/** `driver authenticator failed for …: 535 Incorrect authentication data (set_id=account)`. */
export interface AuthenticatorFailure {
  readonly client: EximClient;
  readonly account: string | undefined;
  readonly mechanism: Mechanism | undefined;
  readonly code: string;
}

const ADDRESS = /\[([0-9A-Fa-f.:]{2,45})\](?::\d{1,5})?(?= |:|$)/y;
const HOST = /[A-Za-z0-9._-]{1,255} /y;

/** @param start behind `H=` or `failed for ` */
function readClient(text: string, start: number): EximClient | undefined {
  HOST.lastIndex = start;
  const from = HOST.test(text) ? HOST.lastIndex : start;
  if (text[from] !== '(') return addressAt(text, from, undefined);
  // Between the brackets is the client's own text, which may look like an address and a bracket.
  for (let end = text.indexOf(') [', from); end !== -1; end = text.indexOf(') [', end + 1)) {
    const client = addressAt(text, end + 2, text.slice(from + 1, end));
    if (client !== undefined) return client;
  }
  return undefined;
}

function addressAt(text: string, at: number, helo: string | undefined): EximClient | undefined {
  ADDRESS.lastIndex = at;
  const match = ADDRESS.exec(text);
  const ip = canonicalAddress(match?.[1] ?? '');
  return match === null || ip === undefined ? undefined : { ip, helo, end: ADDRESS.lastIndex };
}

const SIZE = / S=(\d{1,15})(?= |$)/;
const ACCOUNT = / A=([A-Za-z0-9_.-]{1,64}):(\S{1,400})/;
const PROTOCOL = / P=(\S{1,20})(?= |$)/;
const ACCOUNT_AT_END = / A=[A-Za-z0-9_.-]{1,64}:(\S{1,400})$/;
const CLIENT_AND_PROTOCOL =
  /\[[0-9A-Fa-f.:]{2,45}\](?::\d{1,5})?(?: I=\S{1,80})?(?: U=\S{1,200})? P=/g;

/** @returns `forged` when the client's own text holds the rest of a line, so that nobody can tell */
export function readArrival(text: string, start: number): Arrival | 'forged' | undefined {
  const masked = maskQuoted(text);
  const senderEnd = masked.indexOf(' ', start);
  const host = masked.indexOf(' H=', start);
  if (senderEnd === -1 || host < senderEnd) return undefined;
  const client = readClient(masked, host + 3);
  if (client === undefined) return undefined;
  if (occurs(masked, CLIENT_AND_PROTOCOL) > 1) return 'forged';
  const size = SIZE.exec(masked.slice(client.end));
  const fields = masked.slice(client.end, size === null ? undefined : client.end + size.index);
  const [, authenticator = '', account] = ACCOUNT.exec(fields) ?? [];
  if (account === undefined) return undefined;
  const sender = text.slice(start, senderEnd);
  return {
    client,
    account,
    sender: sender === '<>' ? '' : sender,
    bytes: size === null ? undefined : Number(size[1]),
    recipients: recipientsIn(masked, client.end),
    mechanism: mechanismNamed(authenticator),
    tls: tlsOf(PROTOCOL.exec(fields)?.[1]),
  };
}

/** `esmtpsa`: the `s` behind `smtp` says that it was encrypted. */
function tlsOf(protocol: string | undefined): boolean | undefined {
  return protocol === undefined ? undefined : /smtps/.test(protocol);
}

/** With `received_recipients` logged the line ends with all of them; else there was at least one. */
function recipientsIn(masked: string, from: number): number {
  const mark = masked.lastIndexOf(' for ');
  if (mark < from) return 1;
  return Math.max(
    1,
    masked
      .slice(mark + 5)
      .split(' ')
      .filter(Boolean).length,
  );
}

const REJECTED = / rejected (?:RCPT|MAIL|DATA|after DATA|during)\b/;
const SENDER = / F=<([^<>]{0,400})> A=/;
const RECIPIENT = /^ rejected RCPT <([^<>]{1,400})>/;

export function readRejection(text: string): Rejection | undefined {
  const masked = maskQuoted(text);
  const rejected = REJECTED.exec(masked)?.index;
  if (rejected === undefined) return undefined;
  const client = readClient(masked, 2);
  if (client === undefined || client.end > rejected) return undefined;
  const account = ACCOUNT_AT_END.exec(masked.slice(client.end, rejected))?.[1];
  if (account === undefined) return undefined;
  const sender = SENDER.exec(masked.slice(client.end, rejected + 3));
  const from = sender === null ? 0 : client.end + sender.index + ' F=<'.length;
  const recipient = RECIPIENT.exec(masked.slice(rejected))?.[1];
  const to = rejected + ' rejected RCPT <'.length;
  return {
    client,
    account,
    sender: sender === null ? undefined : text.slice(from, from + (sender[1]?.length ?? 0)),
    recipient: recipient === undefined ? undefined : text.slice(to, to + recipient.length),
  };
}

const FAILED = /^([A-Za-z0-9_.-]{1,64}) authenticator failed for /;
const FIELDS_AND_CODE = /(?: I=\[[^\]\s]{0,60}\](?::\d{1,5})?)?(?: U=\S{1,200})?: (\d{3}) /y;
const CLIENT_AND_CODE =
  /\[[0-9A-Fa-f.:]{2,45}\](?::\d{1,5})?(?: I=\S{1,80})?(?: U=\S{1,200})?: [45]\d\d /g;
const SET_ID = ' (set_id=';

/** @returns `forged` as {@link readArrival} does */
export function readAuthenticatorFailure(
  text: string,
): AuthenticatorFailure | 'forged' | undefined {
  const failed = FAILED.exec(text);
  if (failed === null) return undefined;
  const client = readClient(text, failed[0].length);
  if (client === undefined) return undefined;
  FIELDS_AND_CODE.lastIndex = client.end;
  const code = FIELDS_AND_CODE.exec(text)?.[1];
  if (code === undefined) return undefined;
  if (occurs(text, CLIENT_AND_CODE) > 1) return 'forged';
  const account = setIdIn(text, FIELDS_AND_CODE.lastIndex, code);
  return { client, account, mechanism: mechanismNamed(failed[1] ?? ''), code };
}

/** After 535 the name is the last thing; after 435 the driver's own words follow it. */
function setIdIn(text: string, from: number, code: string): string | undefined {
  const start = text.indexOf(SET_ID, from);
  if (start === -1) return undefined;
  const words = code === '535' ? -1 : text.indexOf('): ', start);
  const end = words === -1 && text.endsWith(')') ? text.length - 1 : words;
  return end === -1 ? undefined : text.slice(start + SET_ID.length, end) || undefined;
}

function occurs(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}
