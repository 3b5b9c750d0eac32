import type { MessagePlan, SessionPlan } from './session-plan.js';

/** How the back end was when it was asked. */
export type BackEnd = 'up' | 'down' | 'unreachable';

/** A line without its stamp, and when it is written: seconds from the session's start. */
export interface TimedLine {
  readonly after: number;
  readonly text: string;
}

const IN = 'SMTPIN:';
const ROUTER = 'ROUTER-AUTH:';
const MASKED_HOST = '192.168.x.y:25';

/** What the case's back end says to EHLO, with the seconds at which it said it. */
const EXTENSIONS: readonly (readonly [number, string])[] = [
  [4, '250-subdomain.company.co.in Hello [192.168.9.103]'],
  ...['TURN', 'SIZE 12582912', 'ETRN', 'PIPELINING'].map((word) => [4, `250-${word}`] as const),
  ...['DSN', 'ENHANCEDSTATUSCODES', '8bitmime', 'BINARYMIME'].map(
    (word) => [5, `250-${word}`] as const,
  ),
  ...['CHUNKING', 'VRFY', 'X-EXPS GSSAPI NTLM LOGIN'].map((word) => [6, `250-${word}`] as const),
  ...['X-EXPS=LOGIN', 'AUTH GSSAPI NTLM LOGIN', 'AUTH=LOGIN', 'X-LINK2STATE'].map(
    (word) => [7, `250-${word}`] as const,
  ),
];

/**
 * The lines of one session as MailScan writes them, in the order and at the pace of the case's
 * sample. The login stands there in base64, the password never.
 *
 * @param greetingTime what the back end's greeting says: `Fri, 28 May 2010 11:44:47 +0530`
 * @param firstFile number of the first message file; each message takes the next
 */
export function sessionLines(
  plan: SessionPlan,
  about: {
    readonly thread: number;
    readonly firstFile: number;
    readonly backEnd: BackEnd;
    readonly greetingTime: string;
  },
): readonly TimedLine[] {
  const at = (after: number, text: string): TimedLine => ({
    after: Math.floor(after * plan.pace),
    text,
  });
  const accepted = plan.outcome === 'accepted' && about.backEnd === 'up';
  const messages = accepted ? plan.messages : [];
  const end = messages.length > 1 ? 11 + messages.length : 11;
  const shown = plan.shownAddress ?? plan.address;
  return [
    at(0, `${IN} Entering into thread no: ${about.thread} (IP: ${shown})`),
    at(0, `${IN} #${plan.greeting}`),
    at(1, `${IN} #AUTH LOGIN`),
    at(1, `${ROUTER} MX-Records found for company.co.in in cache: ${MASKED_HOST}`),
    at(1, `${ROUTER} Establishing connection to mx-host ${MASKED_HOST} …`),
    ...(about.backEnd === 'unreachable'
      ? [at(10, `${ROUTER} Unable to connect to mx-host ${MASKED_HOST}`)]
      : exchange(plan, about).map(({ after, text }) => at(after, text))),
    ...messages.flatMap((message, index) =>
      messageLines(message, about.firstFile + index).map(({ after, text }) =>
        at(after + index, text),
      ),
    ),
    at(end, `${IN} #quit`),
    at(end, `${IN} Disconnecting client`),
    at(end, `${IN} (Port:25): Client Session Completed from ${plan.address}`),
    at(end, `${IN} Exiting from thread no: ${about.thread}`),
  ];
}

function exchange(
  { login, outcome }: SessionPlan,
  { backEnd, greetingTime }: { readonly backEnd: BackEnd; readonly greetingTime: string },
): readonly TimedLine[] {
  const name = login === undefined ? undefined : Buffer.from(login).toString('base64');
  const reply =
    backEnd === 'down'
      ? '454 4.7.0 Temporary authentication failure.'
      : outcome === 'accepted'
        ? '235 2.7.0 Authentication successful.'
        : '535 5.7.3 Authentication unsuccessful.';
  const lines: readonly (readonly [number, string])[] = [
    [
      3,
      `${ROUTER} <<<< 220 subdomain.company.co.in Microsoft ESMTP MAIL Service, Version: 6.0.3790.4675 ready at ${greetingTime}`,
    ],
    [3, `${ROUTER} >>>> EHLO company.co.in`],
    ...EXTENSIONS.map(([after, text]) => [after, `${ROUTER} <<<< ${text}`] as const),
    [8, `${ROUTER} <<<< 250-XEXCH50`],
    [8, `${ROUTER} <<<< 250 OK`],
    [8, `${ROUTER} >>>> AUTH LOGIN`],
    [8, `${ROUTER} <<<< 334 VXNlcm5hbWU6`],
    [8, name === undefined ? `${IN} # EncryptedUserID-Removed` : `${IN} #${name}`],
    [8, `${ROUTER} >>>> ${name ?? 'EncryptedUserID-Removed'}`],
    [9, `${ROUTER} <<<< 334 UGFzc3dvcmQ6`],
    [9, `${IN} #EncryptedPWD-Removed`],
    [9, `${ROUTER} >>>> EncryptedPWD-Removed`],
    [10, `${ROUTER} <<<< ${reply}`],
    [10, `${ROUTER} >>>> QUIT`],
  ];
  return lines.map(([after, text]) => ({ after, text }));
}

function messageLines(
  { sender, recipients, bytes }: MessagePlan,
  file: number,
): readonly TimedLine[] {
  const name = `SMT${file}`;
  const size = `${bytes} bytes (${Math.floor(bytes / 1_024)} kb)`;
  return [
    { after: 10, text: `${IN} #mail from:<${sender}>` },
    ...recipients.map((recipient) => ({ after: 11, text: `${IN} #rcpt to:<${recipient}>` })),
    { after: 11, text: `${IN} #data` },
    { after: 11, text: `${IN} Receiving data in ${name}.TMP file` },
    { after: 11, text: `${IN} Data completed for ${name}.MSG file. Size of message ${size}.` },
  ];
}
