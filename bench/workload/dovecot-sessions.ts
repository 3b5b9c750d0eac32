import type { Random } from '../../samples/random.js';
import type { LoggedLine } from './log-lines.js';
import { addressOf, type Population } from './population.js';

/**
 * One session of a Dovecot log: of 20, thirteen sign in and out (two lines, one event), two fail
 * (two lines, one event), three deliver mail (three lines) and two end without a sign-in (one line).
 */
export function dovecotSession(population: Population, random: Random): readonly LoggedLine[] {
  const kind = random.whole(1, 20);
  const session = sessionId(random);
  if (kind <= 13) return signedIn(population, random, session);
  if (kind <= 15) return failed(population, random, session);
  if (kind <= 18) return delivered(population.anyone(random).login, random.whole(1_000, 60_000));
  const address = population.guesser(random);
  return [
    [
      0,
      `dovecot: imap-login: Disconnected: Connection closed (no auth attempts in 0 secs): user=<>, rip=${address}, lip=192.0.2.1, TLS handshaking, session=<${session}>`,
    ],
  ];
}

function signedIn(population: Population, random: Random, session: string): readonly LoggedLine[] {
  const who = population.anyone(random);
  const pid = random.whole(1_000, 60_000);
  const protocol = random.chance(0.85) ? 'imap' : 'pop3';
  const address = addressOf(who, random);
  const stays = random.chance(0.7) ? random.whole(200, 5_000) : random.whole(5_000, 600_000);
  const counts =
    protocol === 'imap'
      ? `in=231 out=${pid} deleted=0 expunged=0 trashed=0 hdr_count=2 hdr_bytes=812 body_count=0 body_bytes=0`
      : 'top=0/0, retr=0/0, del=0/14, size=1620332';
  return [
    [
      0,
      `dovecot: ${protocol}-login: Login: user=<${who.login}>, method=PLAIN, rip=${address}, lip=192.0.2.1, mpid=${pid}, TLS, session=<${session}>`,
    ],
    [
      stays,
      `dovecot: ${protocol}(${who.login})<${pid}><${session}>: Disconnected: Logged out ${counts}`,
    ],
  ];
}

function failed(population: Population, random: Random, session: string): readonly LoggedLine[] {
  const who = population.anyone(random);
  const address = random.chance(0.6) ? population.guesser(random) : addressOf(who, random);
  return [
    [0, `dovecot: auth: passwd-file(${who.login},${address},<${session}>): Password mismatch`],
    [
      2_000,
      `dovecot: imap-login: Disconnected: Connection closed (auth failed, 1 attempts in 2 secs): user=<${who.login}>, method=PLAIN, rip=${address}, lip=192.0.2.1, TLS, session=<${session}>`,
    ],
  ];
}

function delivered(login: string, pid: number): readonly LoggedLine[] {
  return [
    [0, `dovecot: lmtp(${pid}): Connect from local`],
    [
      40,
      `dovecot: lmtp(${login})<${pid}><${pid}Ab>: msgid=<${pid}@example.org>: saved mail to INBOX`,
    ],
    [60, `dovecot: lmtp(${pid}): Disconnect from local: Logged out (state=READY)`],
  ];
}

/** Dovecot's own are 12 bytes in base64. */
function sessionId(random: Random): string {
  const bytes = Buffer.alloc(12);
  for (let at = 0; at < 12; at += 4) bytes.writeUInt32LE(random.whole(0, 2 ** 32 - 1), at);
  return bytes.toString('base64');
}
