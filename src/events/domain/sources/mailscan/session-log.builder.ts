import type { AuthEvent } from '../../auth-event.js';
import type { SourceContext } from '../../source.js';
import { mailscan } from '../mailscan.js';

/** The session of the case, without some of the back end's capabilities. */
export const THE_CASE = `28 May 2010 11:44:46 – SMTPIN: Entering into thread no: 1 (IP: 202.72.x.y)
28 May 2010 11:44:46 – SMTPIN: #helo 202.72.x.y
28 May 2010 11:44:47 – SMTPIN: #AUTH LOGIN
28 May 2010 11:44:47 – ROUTER-AUTH: MX-Records found for company.co.in in cache: 192.168.x.y:25
28 May 2010 11:44:47 – ROUTER-AUTH: Establishing connection to mx-host 192.168.x.y:25 …
28 May 2010 11:44:49 – ROUTER-AUTH: <<<< 220 subdomain.company.co.in Microsoft ESMTP MAIL Service, Version: 6.0.3790.4675 ready at Fri, 28 May 2010 11:44:47 +0530
28 May 2010 11:44:49 – ROUTER-AUTH: >>>> EHLO company.co.in
28 May 2010 11:44:50 – ROUTER-AUTH: <<<< 250-subdomain.company.co.in Hello [192.168.9.103]
28 May 2010 11:44:53 – ROUTER-AUTH: <<<< 250-AUTH GSSAPI NTLM LOGIN
28 May 2010 11:44:54 – ROUTER-AUTH: <<<< 250 OK
28 May 2010 11:44:54 – ROUTER-AUTH: >>>> AUTH LOGIN
28 May 2010 11:44:54 – ROUTER-AUTH: <<<< 334 VXNlcm5hbWU6
28 May 2010 11:44:54 – SMTPIN: # EncryptedUserID-Removed
28 May 2010 11:44:54 – ROUTER-AUTH: >>>> EncryptedUserID-Removed
28 May 2010 11:44:55 – ROUTER-AUTH: <<<< 334 UGFzc3dvcmQ6
28 May 2010 11:44:55 – SMTPIN: #EncryptedPWD-Removed
28 May 2010 11:44:55 – ROUTER-AUTH: >>>> EncryptedPWD-Removed
28 May 2010 11:44:56 – ROUTER-AUTH: <<<< 235 2.7.0 Authentication successful.
28 May 2010 11:44:56 – ROUTER-AUTH: >>>> QUIT
28 May 2010 11:44:56 – SMTPIN: #mail from:<wkjxbetrayal@company.co.in>
28 May 2010 11:44:57 – SMTPIN: #rcpt to:<Kyle_bohnert@yahoo.com>
28 May 2010 11:44:57 – SMTPIN: #data
28 May 2010 11:44:57 – SMTPIN: Receiving data in SMT1175720159958.TMP file
28 May 2010 11:44:57 – SMTPIN: Data completed for SMT1175720159958.MSG file. Size of message 1291 bytes (1 kb).
28 May 2010 11:44:57 – SMTPIN: #quit
28 May 2010 11:44:57 – SMTPIN: Disconnecting client
28 May 2010 11:44:57 – SMTPIN: (Port:25): Client Session Completed from 202.72.218.222
28 May 2010 11:44:57 – SMTPIN: Exiting from thread no: 1`;

export interface SessionOverrides {
  readonly thread?: number;
  readonly id?: string;
  readonly password?: string;
  readonly exchange?: readonly string[];
  readonly reply?: string;
  readonly tagged?: boolean;
  readonly hour?: string;
}

/** A session of one exchange that hands in one message. */
export function aSession({
  thread = 7,
  id = base64('alice@example.test'),
  password = base64('Sesame-99'),
  exchange = ['#AUTH LOGIN', `#${id}`, `#${password}`],
  reply = '235 2.7.0 Authentication successful.',
  tagged = false,
  hour = '10',
}: SessionOverrides): string[] {
  const says = exchange.map((text) => `SMTPIN: ${text}`);
  const success = [
    'SMTPIN: #mail from:<alice@example.test>',
    'SMTPIN: #rcpt to:<bob@example.org>',
    'SMTPIN: #data',
    `SMTPIN: Receiving data in SMT${thread}.TMP file`,
    `SMTPIN: Data completed for SMT${thread}.MSG file. Size of message 10 bytes (1 kb).`,
  ];
  const mail = reply.startsWith('235') ? success : [];
  const lines = inThread(
    thread,
    `198.51.100.${thread}`,
    ['SMTPIN: #ehlo client.example', ...says, `ROUTER-AUTH: <<<< ${reply}`, ...mail],
    hour,
  );
  if (!tagged) return lines;
  return lines.map((line) => line.replace(/– (SMTPIN|ROUTER-AUTH):/, `– $1[${thread}]:`));
}

/** What was said between entering and leaving a thread. */
export function inThread(
  thread: number,
  address: string,
  said: readonly string[],
  hour = '10',
): string[] {
  return [
    `28 May 2010 ${hour}:00:00 – SMTPIN: Entering into thread no: ${thread} (IP: ${address})`,
    ...said.map((text) => `28 May 2010 ${hour}:00:03 – ${text}`),
    `28 May 2010 ${hour}:00:04 – SMTPIN: Exiting from thread no: ${thread}`,
  ];
}

/** Two logs at once: the second begins `shift` lines after the first. */
export function interleaved(first: readonly string[], second: readonly string[], shift: number) {
  return [
    ...first.slice(0, shift),
    ...second.flatMap((line, index) => [line, ...first.slice(shift + index, shift + index + 1)]),
    ...first.slice(shift + second.length),
  ];
}

/** Base64 of the text's UTF-8. */
export function base64(text: string): string {
  return Buffer.from(text).toString('base64');
}

/** Reads a whole log; `saved` is what was saved after each line. */
export function readMailscan(lines: readonly string[], overrides: Partial<SourceContext> = {}) {
  const context: SourceContext = {
    listener: 'unknown',
    timezone: 'UTC',
    now: Date.parse('2026-11-23T12:00:00Z'),
    ...overrides,
  };
  const reader = mailscan.open(context);
  const events: AuthEvent[] = [];
  const emit = (event: AuthEvent) => void events.push(event);
  const saved: unknown[] = [];
  const verdicts = lines.map((line) => {
    const verdict = reader.read(line, emit);
    saved.push(reader.save());
    return verdict;
  });
  reader.end(emit);
  return { events, verdicts, saved };
}
