import type { Random } from '../../samples/random.js';
import type { LoggedLine } from './log-lines.js';
import { addressOf, type Population } from './population.js';

/**
 * One session of a Postfix log: of 20, eleven hand a message in (seven lines, two events), four
 * guess a password (three lines, one event), four bring mail from outside (seven lines) and one is
 * refused as a relay (three lines).
 */
export function postfixSession(
  population: Population,
  random: Random,
  ordinal: number,
): readonly LoggedLine[] {
  const pid = 20_000 + random.whole(0, 9_999);
  const queueId = `4Y${(10_000_000 + ordinal).toString(36).toUpperCase()}z${random.whole(0, 35).toString(36)}`;
  const kind = random.whole(1, 20);
  if (kind <= 11) return submission(population, random, { pid, queueId });
  if (kind <= 15) return guess(population, random, pid);
  const client = `mail.example.org[198.51.100.${random.whole(1, 254)}]`;
  const { login } = population.anyone(random);
  if (kind === 20) return refusedRelay(client, pid);
  return inbound(client, login, { pid, queueId });
}

interface Marks {
  readonly pid: number;
  readonly queueId: string;
}

function submission(population: Population, random: Random, { pid, queueId }: Marks) {
  const who = population.anyone(random);
  const client = `unknown[${addressOf(who, random)}]`;
  const smtpd = `postfix/submission/smtpd[${pid}]`;
  const bytes = random.whole(900, 60_000);
  const lines: LoggedLine[] = [
    [0, `${smtpd}: connect from ${client}`],
    [900, `${smtpd}: ${queueId}: client=${client}, sasl_method=PLAIN, sasl_username=${who.login}`],
    [1_100, `postfix/cleanup[${pid + 1}]: ${queueId}: message-id=<${queueId}@example.com>`],
    [
      1_200,
      `postfix/qmgr[812]: ${queueId}: from=<${who.login}>, size=${bytes}, nrcpt=1 (queue active)`,
    ],
    [
      1_400,
      `${smtpd}: disconnect from ${client} ehlo=2 starttls=1 auth=1 mail=1 rcpt=1 data=1 quit=1 commands=8`,
    ],
    [
      2_400,
      `postfix/smtp[${pid + 2}]: ${queueId}: to=<someone@example.org>, relay=mx.example.org[198.51.100.1]:25, delay=1.2, delays=0.1/0/0.5/0.6, dsn=2.0.0, status=sent (250 2.0.0 Ok: queued as 4F1B2C3D)`,
    ],
    [2_401, `postfix/qmgr[812]: ${queueId}: removed`],
  ];
  return lines;
}

function guess(population: Population, random: Random, pid: number): readonly LoggedLine[] {
  const { login } = population.anyone(random);
  const client = `unknown[${population.guesser(random)}]`;
  const smtpd = `postfix/smtpd[${pid}]`;
  return [
    [0, `${smtpd}: connect from ${client}`],
    [
      2_300,
      `${smtpd}: warning: ${client}: SASL LOGIN authentication failed: authentication failure, sasl_username=${login}`,
    ],
    [2_500, `${smtpd}: disconnect from ${client} ehlo=1 auth=0/1 quit=1 commands=2/3`],
  ];
}

function inbound(client: string, login: string, { pid, queueId }: Marks): readonly LoggedLine[] {
  const smtpd = `postfix/smtpd[${pid}]`;
  return [
    [0, `${smtpd}: connect from ${client}`],
    [300, `${smtpd}: ${queueId}: client=${client}`],
    [400, `postfix/cleanup[${pid + 1}]: ${queueId}: message-id=<${queueId}@example.org>`],
    [
      700,
      `postfix/qmgr[812]: ${queueId}: from=<news@example.org>, size=21034, nrcpt=1 (queue active)`,
    ],
    [
      800,
      `${smtpd}: disconnect from ${client} ehlo=2 starttls=1 mail=1 rcpt=1 data=1 quit=1 commands=7`,
    ],
    [
      950,
      `postfix/lmtp[${pid + 2}]: ${queueId}: to=<${login}>, relay=mx1.example.com[private/dovecot-lmtp], delay=0.9, delays=0.6/0/0.1/0.2, dsn=2.0.0, status=sent (250 2.0.0 <${login}> Saved)`,
    ],
    [951, `postfix/qmgr[812]: ${queueId}: removed`],
  ];
}

function refusedRelay(client: string, pid: number): readonly LoggedLine[] {
  const smtpd = `postfix/smtpd[${pid}]`;
  return [
    [0, `${smtpd}: connect from ${client}`],
    [
      400,
      `${smtpd}: NOQUEUE: reject: RCPT from ${client}: 554 5.7.1 <x@example.net>: Relay access denied; from=<a@example.org> to=<x@example.net> proto=ESMTP helo=<mail.example.org>`,
    ],
    [600, `${smtpd}: disconnect from ${client} ehlo=1 mail=1 rcpt=0/1 quit=1 commands=3/4`],
  ];
}
