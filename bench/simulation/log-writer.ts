import type { Random } from '../../samples/random.js';
import type { Act, Mail } from './act.js';
import { MESSAGE_TOLD_AFTER_MS } from './message-told.js';

/** A line of the log, without its line break, and its time (ms). */
export interface TimedText {
  readonly at: number;
  readonly text: string;
}

const HOST = 'mx1';
const SERVER = '192.0.2.1';

/**
 * The lines that a Postfix and a Dovecot write about an act, in syslog form with ISO 8601 times as
 * rsyslog has them. Whose doing it was is nowhere in them.
 */
export function linesOf(act: Act, random: Random): readonly TimedText[] {
  if (act.kind === 'message') return submission(act, random);
  if (act.protocol === 'smtp') return refusedSasl(act, random);
  return act.kind === 'sign-in' ? signIn(act, random) : refusedLogin(act, random);
}

function line(at: number, text: string): TimedText {
  return { at, text: `${new Date(at).toISOString().slice(0, -1)}000+00:00 ${HOST} ${text}` };
}

function signIn(act: Act, random: Random): readonly TimedText[] {
  const { at, account, address, protocol, mechanism } = act;
  const session = sessionId(random);
  const pid = random.whole(1_000, 99_999);
  const stays = random.chance(0.7) ? random.whole(300, 8_000) : random.whole(8_000, 1_500_000);
  return [
    line(
      at,
      `dovecot: ${protocol}-login: Login: user=<${account}>, method=${mechanism}, rip=${address}, lip=${SERVER}, mpid=${pid}, TLS, session=<${session}>`,
    ),
    line(
      at + stays,
      `dovecot: ${protocol}(${account})<${pid}><${session}>: Disconnected: Logged out in=${random.whole(60, 900)} out=${random.whole(400, 90_000)}`,
    ),
  ];
}

function refusedLogin(act: Act, random: Random): readonly TimedText[] {
  const { at, account, address, protocol, mechanism, reason } = act;
  const session = sessionId(random);
  const words = reason === 'unknown-account' ? 'unknown user' : 'Password mismatch';
  return [
    line(at, `dovecot: auth: sql(${account},${address},<${session}>): ${words}`),
    line(
      at + 2_000,
      `dovecot: ${protocol}-login: Disconnected: Connection closed (auth failed, 1 attempts in 2 secs): user=<${account}>, method=${mechanism}, rip=${address}, lip=${SERVER}, TLS, session=<${session}>`,
    ),
  ];
}

function refusedSasl(act: Act, random: Random): readonly TimedText[] {
  const { at, account, address, mechanism } = act;
  const client = `unknown[${address}]`;
  const smtpd = `postfix/submission/smtpd[${random.whole(1_000, 99_999)}]`;
  return [
    line(at - 900, `${smtpd}: connect from ${client}`),
    line(
      at,
      `${smtpd}: warning: ${client}: SASL ${mechanism} authentication failed: authentication failure, sasl_username=${account}`,
    ),
    line(at + 300, `${smtpd}: disconnect from ${client} ehlo=1 auth=0/1 quit=1 commands=2/3`),
  ];
}

function submission(act: Act, random: Random): readonly TimedText[] {
  const { at, account, address, mechanism, message } = act;
  if (message === undefined) return [];
  const client = `unknown[${address}]`;
  const smtpd = `postfix/submission/smtpd[${random.whole(1_000, 99_999)}]`;
  const queueId = queueIdOf(at, random);
  const { recipients, refused, sender, bytes } = message;
  const tried = recipients.length + refused.length;
  return [
    line(at - 700, `${smtpd}: connect from ${client}`),
    line(
      at,
      `${smtpd}: ${queueId}: client=${client}, sasl_method=${mechanism}, sasl_username=${account}`,
    ),
    ...refused.map((recipient, turn) =>
      line(
        at + 20 + turn,
        `${smtpd}: ${queueId}: reject: RCPT from ${client}: 550 5.1.1 <${recipient}>: Recipient address rejected: User unknown in virtual mailbox table; from=<${sender}> to=<${recipient}> proto=ESMTP helo=<${act.helo}>`,
      ),
    ),
    line(
      at + 90,
      `postfix/cleanup[${random.whole(1_000, 99_999)}]: ${queueId}: message-id=<${queueId}@${HOST}.example.com>`,
    ),
    line(
      at + MESSAGE_TOLD_AFTER_MS,
      `postfix/qmgr[812]: ${queueId}: from=<${sender}>, size=${bytes}, nrcpt=${recipients.length} (queue active)`,
    ),
    line(
      at + 200,
      `${smtpd}: disconnect from ${client} ehlo=2 starttls=1 auth=1 mail=1 rcpt=${recipients.length}${refused.length > 0 ? `/${tried}` : ''} data=1 quit=1 commands=${tried + 7}`,
    ),
    ...deliveries(at, queueId, message, random),
    line(at + 3_500, `postfix/qmgr[812]: ${queueId}: removed`),
  ];
}

function deliveries(
  at: number,
  queueId: string,
  { recipients, bounced }: Mail,
  random: Random,
): readonly TimedText[] {
  const pid = random.whole(1_000, 99_999);
  return recipients.map((recipient, turn) =>
    line(
      at + 900 + turn * 20,
      turn < bounced
        ? `postfix/smtp[${pid}]: ${queueId}: to=<${recipient}>, relay=mx.example.org[198.51.100.1]:25, delay=1.1, delays=0.1/0/0.5/0.5, dsn=5.1.1, status=bounced (host mx.example.org[198.51.100.1] said: 550 5.1.1 <${recipient}>: Recipient address rejected: User unknown (in reply to RCPT TO command))`
        : `postfix/smtp[${pid}]: ${queueId}: to=<${recipient}>, relay=mx.example.org[198.51.100.1]:25, delay=1.2, delays=0.1/0/0.5/0.6, dsn=2.0.0, status=sent (250 2.0.0 Ok: queued as 4F1B2C3D)`,
    ),
  );
}

/** As `enable_long_queue_ids` makes them: the time comes first, so none comes twice. */
function queueIdOf(at: number, random: Random): string {
  const tail = random.whole(0, 36 ** 5 - 1).toString(36);
  return `4${at.toString(36).toUpperCase()}z${tail.padStart(5, '0')}`;
}

/** Dovecot's own are 12 bytes in base64. */
function sessionId(random: Random): string {
  const bytes = Buffer.alloc(12);
  for (let at = 0; at < 12; at += 4) bytes.writeUInt32LE(random.whole(0, 2 ** 32 - 1), at);
  return bytes.toString('base64');
}
