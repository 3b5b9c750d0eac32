import { canonicalAddress } from '../../../../kernel/ip-address.js';
import type { Mechanism, Reason } from '../../auth-event.js';
import { mechanismOf } from '../../reading/mechanism-of.js';
import { maskQuoted } from '../../reading/mask-quoted.js';

/** `AUTH=server, relay=host [ip], authid=account, mech=PLAIN, bits=0`. */
export interface SignedIn {
  readonly ip: string | undefined;
  readonly account: string;
  readonly mechanism: Mechanism | undefined;
}

export function readSignedIn(text: string): SignedIn | undefined {
  if (!text.startsWith(RELAY, SIGNED_IN.length)) return undefined;
  const mechanism = text.lastIndexOf(MECHANISM);
  const who = text.lastIndexOf(', authid=', mechanism);
  if (who === -1 || mechanism < who) return undefined;
  const account = text.slice(who + ', authid='.length, mechanism);
  const relay = text.slice(SIGNED_IN.length + RELAY.length, who);
  if (account === '') return undefined;
  const end = text.indexOf(',', mechanism + MECHANISM.length);
  const name = text.slice(mechanism + MECHANISM.length, end === -1 ? undefined : end);
  return { ip: relayAddress(relay), account, mechanism: mechanismOf(name) };
}

const SIGNED_IN = 'AUTH=server';
const RELAY = ', relay=';
const MECHANISM = ', mech=';

/** `AUTH failure (LOGIN): words (-13) SASL(-13): words, user=account, relay=host [ip]`. */
export interface AuthFailure {
  readonly ip: string | undefined;
  /** Undefined in the older form, which doesn't say. */
  readonly account: string | undefined;
  readonly mechanism: Mechanism | undefined;
  readonly reason: Reason;
}

const FAILURE = /^AUTH failure \(([A-Za-z0-9_-]{1,40})\): [^()]{0,100} \((-?\d{1,4})\) /;
const USER = ', user=';

export function readAuthFailure(text: string): AuthFailure | undefined {
  const match = FAILURE.exec(text);
  const relay = text.lastIndexOf(RELAY);
  if (match === null || relay === -1) return undefined;
  // The first one counts: the name is the client's and may hold another.
  const user = text.indexOf(USER, match[0].length - 1);
  const account = user === -1 || user > relay ? '' : text.slice(user + USER.length, relay);
  return {
    ip: relayAddress(text.slice(relay + RELAY.length)),
    account: account === '' ? undefined : account,
    mechanism: mechanismOf(match[1]),
    reason: SASL_REASONS.get(match[2] ?? '') ?? 'other',
  };
}

/** Result codes of Cyrus SASL (sasl.h). */
const SASL_REASONS = new Map<string, Reason>([
  ['-1', 'backend'],
  ['-2', 'backend'],
  ['-3', 'backend'],
  ['-8', 'backend'],
  ['-24', 'backend'],
  ['-13', 'bad-password'],
  ['-14', 'policy'],
  ['-15', 'policy'],
  ['-16', 'policy'],
  ['-18', 'expired'],
  ['-19', 'disabled'],
  ['-20', 'unknown-account'],
  ['-21', 'locked'],
]);

/** `from=<sender>, size=1291, class=0, nrcpts=2, msgid=…, proto=ESMTPSA, daemon=MSA, relay=host [ip]`. */
export interface Received {
  readonly ip: string | undefined;
  readonly sender: string;
  readonly bytes: number;
  readonly recipients: number;
}

const SIZES = /^, size=(\d{1,15}), class=-?\d{1,6}, nrcpts=(\d{1,9})(?=,|$)/;

export function readReceived(text: string): Received | undefined {
  const masked = maskQuoted(text);
  const end = masked.indexOf(', size=');
  const relay = masked.lastIndexOf(RELAY);
  if (end === -1 || relay < end) return undefined;
  const sizes = SIZES.exec(masked.slice(end, relay));
  if (sizes === null) return undefined;
  return {
    ip: relayAddress(text.slice(relay + RELAY.length)),
    sender: text.slice('from='.length, end).replace(/^</, '').replace(/>$/, ''),
    bytes: Number(sizes[1]),
    recipients: Number(sizes[2]),
  };
}

const RULESET = /^ruleset=check_rcpt, arg1=.{1,500}, reject=5\d\d /;
const NO_RECIPIENT = /^<[^<>]{1,400}>\.\.\. (?:User unknown|No such user|Unknown user|Recipient)/i;

/** Whether the line refuses one recipient of the message that is being handed in. */
export function refusesRecipient(text: string): boolean {
  return RULESET.test(text) || NO_RECIPIENT.test(text);
}

const ADDRESS_AT_END = /\[([^[\]\s]{2,60})\](?: \(may be forged\))?$/;
const LONGEST_ADDRESS = 90;

/** The host's name and the ident before it may be the client's; the address behind them isn't. */
function relayAddress(relay: string): string | undefined {
  return canonicalAddress(ADDRESS_AT_END.exec(relay.slice(-LONGEST_ADDRESS))?.[1] ?? '');
}
