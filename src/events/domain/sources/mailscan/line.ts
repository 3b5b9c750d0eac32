import { challengeOf, type Challenge } from '../../auth-exchange.js';
import { isDayOf, monthAt, timeOfDay } from '../../headers/stamp.js';
import { isPrintable, printable } from '../../printable.js';
import { offsetMinutes } from '../../zoned-time.js';

/** What a line says about its session. */
export type Statement =
  | { readonly kind: 'entering'; readonly thread: string; readonly address: string }
  | { readonly kind: 'exiting'; readonly thread: string }
  | { readonly kind: 'helo'; readonly name: string | undefined }
  | {
      readonly kind: 'auth';
      readonly mechanism: 'login' | 'plain' | 'other';
      readonly response: string | undefined;
    }
  /** An answer within an AUTH exchange, from the client (`client`) or to the back end. */
  | { readonly kind: 'response'; readonly side: 'client' | 'router'; readonly response: string }
  | {
      readonly kind: 'removed';
      readonly side: 'client' | 'router';
      readonly what: 'id' | 'password';
    }
  | { readonly kind: 'mail'; readonly sender: string | undefined }
  | { readonly kind: 'recipient' }
  | { readonly kind: 'recipient-refused' }
  | { readonly kind: 'data' }
  | { readonly kind: 'receiving'; readonly file: string }
  | { readonly kind: 'received'; readonly file: string; readonly bytes: number }
  | { readonly kind: 'reset' }
  | { readonly kind: 'leaving' }
  | { readonly kind: 'gone'; readonly address: string }
  | { readonly kind: 'connecting' }
  | { readonly kind: 'greeting'; readonly zoneMinutes: number | undefined }
  | { readonly kind: 'challenge'; readonly asks: Challenge }
  | { readonly kind: 'reply'; readonly code: number }
  | { readonly kind: 'unreachable' }
  | { readonly kind: 'nothing' };

export interface MailscanLine {
  /** The wall clock's fields as `Date.UTC` takes them: the stamps have no zone. */
  readonly wall: number;
  /** Only where the module's tag holds it: `SMTPIN[12]:`. */
  readonly thread: string | undefined;
  readonly statement: Statement;
}

/** En dash, hyphen, em dash; an en dash in Windows-1252 read as Latin-1 or as broken UTF-8. */
const SEPARATOR = /^ [–—\-\u0096\uFFFD] /;
const MODULE = /^(SMTPIN|ROUTER-AUTH)(?:\[(\d{1,12})\])?: ?/;
const ENTERING = /^Entering into thread no: ?(\d{1,12}) \(IP: ?([^()\s]{1,80})\)/;
const EXITING = /^Exiting from thread no: ?(\d{1,12})/;
const RECEIVING = /^Receiving data in (\S{1,200})\.TMP file/i;
const RECEIVED =
  /^Data completed for (\S{1,200}\.MSG) file\. {1,3}Size of message (\d{1,15}) bytes/i;
const GONE = /^\(Port: ?\d{1,5}\): Client Session Completed from (\S{1,80})/;
const COMMAND = /^([a-z]{4,8})(?:$|[ :])/i;
const MAIL = /^mail +from: ?<?([^<>\s]*)/i;
const RECIPIENT = /^rcpt +to:/i;
const AUTH = /^auth +(\S{1,40})(?: +(\S+))?/i;
const REFUSED = /^(?:[<>]{4} ?)?5\d\d[ -]/;
const ZONE = / ready at [A-Za-z0-9,: ]{10,40} ([+-]\d{4})\s?$/;
const CONNECTION = /\bconnect(?:ion|ing|ed)?\b/i;
const FAILED = /\b(?:failed|refused|timed out|timeout|lost|unable|cannot|could not|error)\b/i;
const CONNECTING = /^(?:Establishing connection|MX-Records found)/;
const COMMANDS = new Set(
  'helo ehlo auth mail rcpt data rset quit noop vrfy expn help turn etrn bdat starttls'.split(' '),
);

const LONGEST_SENDER = 320;
const LONGEST_NAME = 255;
const NOTHING: Statement = { kind: 'nothing' };

/** Reads one line; undefined when it isn't MailScan's, `nothing` when it tells nothing of use. */
export function readMailscanLine(line: string): MailscanLine | undefined {
  const dayEnd = line.charCodeAt(1) === 0x20 ? 1 : 2;
  const day = Number(line.slice(0, dayEnd));
  const month = monthAt(line, dayEnd + 1);
  const year = Number(line.slice(dayEnd + 5, dayEnd + 9));
  if (month === undefined || !(year >= 1970) || !isDayOf(year, month, day)) return undefined;
  if (line[dayEnd] !== ' ' || line[dayEnd + 4] !== ' ' || line[dayEnd + 9] !== ' ')
    return undefined;
  const time = timeOfDay(line, dayEnd + 10);
  if (time === -1 || !SEPARATOR.test(line.slice(dayEnd + 18, dayEnd + 21))) return undefined;

  const wall = Date.UTC(year, month, day) + time;
  const rest = line.slice(dayEnd + 21);
  const module = MODULE.exec(rest);
  if (module === null) return { wall, thread: undefined, statement: NOTHING };
  const [tag, name, thread] = module;
  const text = rest.slice(tag.length);
  return { wall, thread, statement: name === 'SMTPIN' ? statementIn(text) : statementOf(text) };
}

function statementIn(text: string): Statement {
  if (text.startsWith('#')) return commandOf(text.slice(1).trim());
  const entering = ENTERING.exec(text);
  if (entering !== null) {
    return { kind: 'entering', thread: entering[1] ?? '', address: entering[2] ?? '' };
  }
  const exiting = EXITING.exec(text);
  if (exiting !== null) return { kind: 'exiting', thread: exiting[1] ?? '' };
  const receiving = RECEIVING.exec(text);
  if (receiving !== null) return { kind: 'receiving', file: `${receiving[1] ?? ''}.MSG` };
  const received = RECEIVED.exec(text);
  if (received !== null) {
    return { kind: 'received', file: received[1] ?? '', bytes: Number(received[2]) };
  }
  const gone = GONE.exec(text);
  if (gone !== null) return { kind: 'gone', address: gone[1] ?? '' };
  if (text.startsWith('Disconnecting client')) return { kind: 'leaving' };
  return REFUSED.test(text) ? { kind: 'recipient-refused' } : NOTHING;
}

function commandOf(text: string): Statement {
  const command = COMMAND.exec(text)?.[1]?.toLowerCase() ?? '';
  switch (COMMANDS.has(command) ? command : '') {
    case 'helo':
    case 'ehlo':
      return { kind: 'helo', name: printable(text.slice(5).trim(), LONGEST_NAME) };
    case 'auth':
      return authOf(text);
    case 'mail': {
      const sender = MAIL.exec(text)?.[1] ?? '';
      // Half an address would be another's.
      const usable = sender.length <= LONGEST_SENDER && isPrintable(sender);
      return { kind: 'mail', sender: usable && sender !== '' ? sender : undefined };
    }
    case 'rcpt':
      return RECIPIENT.test(text) ? { kind: 'recipient' } : NOTHING;
    case 'data':
      return { kind: 'data' };
    case 'rset':
      return { kind: 'reset' };
    case 'quit':
      return { kind: 'leaving' };
    case '':
      return responseOf('client', text);
    default:
      return NOTHING;
  }
}

function authOf(text: string): Statement {
  const [, mechanism = '', response] = AUTH.exec(text) ?? [];
  const known = mechanism.toLowerCase();
  return {
    kind: 'auth',
    mechanism: known === 'login' || known === 'plain' ? known : 'other',
    response,
  };
}

function statementOf(text: string): Statement {
  if (text.startsWith('<<<<')) return replyOf(text.slice(4).trimStart());
  if (text.startsWith('>>>>')) {
    const sent = text.slice(4).trim();
    const command = COMMAND.exec(sent)?.[1]?.toLowerCase() ?? '';
    return COMMANDS.has(command) ? NOTHING : responseOf('router', sent);
  }
  if (CONNECTION.test(text) && FAILED.test(text)) return { kind: 'unreachable' };
  return CONNECTING.test(text) ? { kind: 'connecting' } : NOTHING;
}

function replyOf(text: string): Statement {
  const code = /^\d{3}(?=[ -]|$)/.test(text) ? Number(text.slice(0, 3)) : 0;
  if (code === 220) {
    const zone = ZONE.exec(text.slice(-80))?.[1];
    return { kind: 'greeting', zoneMinutes: zone === undefined ? undefined : offsetMinutes(zone) };
  }
  if (code === 334) return { kind: 'challenge', asks: challengeOf(text.slice(4).trim()) };
  // A back end that doesn't know EHLO says so, and is greeted with HELO.
  if (code === 500 || code === 502) return NOTHING;
  return code === 235 || code >= 400 ? { kind: 'reply', code } : NOTHING;
}

function responseOf(side: 'client' | 'router', text: string): Statement {
  if (text === '') return NOTHING;
  if (/^EncryptedUserID-Removed\b/i.test(text)) return { kind: 'removed', side, what: 'id' };
  if (/^EncryptedPWD-Removed\b/i.test(text)) return { kind: 'removed', side, what: 'password' };
  return { kind: 'response', side, response: text };
}
