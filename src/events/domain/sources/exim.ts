import { readIsoStamp } from '../headers/stamp.js';
import type { AuthEvent } from '../auth-event.js';
import { cleanText } from '../reading/clean-text.js';
import { emitRepeated, programOf, type Emit, type TimedLine } from '../reading/log-story.js';
import type { LineVerdict, LogReader, Source, SourceContext } from '../source.js';
import { openHeaderReader } from '../syslog-header.js';
import type { HeaderReader } from '../syslog.js';
import { wallClockOf, type WallClock } from '../zoned-time.js';
import {
  readArrival,
  readAuthenticatorFailure,
  readRejection,
  type EximClient,
} from './exim/lines.js';

const MESSAGE_ID =
  /^(?:[0-9A-Za-z]{6}-[0-9A-Za-z]{11}-[0-9A-Za-z]{4}|[0-9A-Za-z]{6}-[0-9A-Za-z]{6}-[0-9A-Za-z]{2}) /;
const PID = /^\[\d{1,10}\] /;
const PROGRAM = /^exim[0-9.-]*$/;
const OWN_WORDS =
  /^(?:[0-9A-Za-z]{6}-[0-9A-Za-z]{6,11}-[0-9A-Za-z]{2,4} (?:<=|=>|->|==|\*\*|\*>|>>|Completed|H=|SMTP|rejected|Message|Frozen)|[A-Za-z0-9_.-]{1,64} authenticator failed for |H=\S|exim \d|(?:Start|End) queue run|no host name found|SMTP |TLS error|unexpected disconnection|no IP address found)/;

/**
 * Exim's main and reject logs, from the file or through syslog. A message that a signed-in client
 * handed in is told as its sign-in and as a message; each line stands for itself.
 */
export const exim: Source = {
  format: 'exim',
  title: 'Exim',
  example: [
    '2026-11-23 08:00:00 1vNBcS-000000001Ab-0AbC <= alice@example.test H=(laptop.example.test) [203.0.113.7]:51234 P=esmtpsa X=TLS1.3:TLS_AES_256_GCM_SHA384:256 CV=no A=plain_login:alice@example.test S=1291 id=b1@example.test for bob@example.org',
    '2026-11-23 08:00:05 plain_login authenticator failed for (User) [198.51.100.9]:40112 I=[192.0.2.1]:587: 535 Incorrect authentication data (set_id=bob@example.test)',
  ].join('\n'),

  recognises(line) {
    const own = ownLine(line, wallClockOf('UTC'));
    return own === undefined
      ? PROGRAM.test(programOf(line)?.slice(0, 32) ?? '')
      : OWN_WORDS.test(own.message);
  },

  open: (context, saved) => new EximReader(context, saved),
};

class EximReader implements LogReader {
  private readonly header: HeaderReader;
  private readonly clock: WallClock;

  constructor(
    private readonly context: SourceContext,
    saved: unknown,
  ) {
    this.header = openHeaderReader(context, saved);
    this.clock = wallClockOf(context.timezone);
  }

  read(text: string, emit: Emit): LineVerdict {
    const line = ownLine(text, this.clock) ?? this.syslogLine(text);
    if (line === undefined) return text.trim() === '' ? 'ignored' : 'unparsed';
    if (line.program !== undefined && !PROGRAM.test(line.program)) return 'ignored';
    const id = MESSAGE_ID.exec(line.message)?.[0];
    const message = id === undefined ? line.message : line.message.slice(id.length);
    if (message.startsWith('<= ')) return this.readArrival(line, message, id?.trimEnd(), emit);
    if (message.startsWith('H=')) return this.readRejection(line, message, emit);
    if (message.includes(' authenticator failed for '))
      return this.readFailure(line, message, emit);
    return 'ignored';
  }

  end(): void {
    // Each line is whole: nothing is ever open.
  }

  save(): unknown {
    return this.header.save();
  }

  /** Exim writes its own time stamp into syslog too, with the year that syslog lacks. */
  private syslogLine(text: string): TimedLine | undefined {
    const line = this.header.read(text);
    if (line?.program === undefined) return undefined;
    const own = ownLine(line.message, this.clock);
    const at = own?.at ?? line.at;
    return at === undefined ? undefined : { ...line, at, message: own?.message ?? line.message };
  }

  private readArrival(
    line: TimedLine,
    message: string,
    queueId: string | undefined,
    emit: Emit,
  ): LineVerdict {
    const arrival = readArrival(message, '<= '.length);
    if (arrival === 'forged') return 'unparsed';
    const account = cleanText(arrival?.account);
    if (arrival === undefined || account === undefined) return 'ignored';
    const event = { ...this.event(line, account, arrival.client), session: queueId };
    const { sender, recipients, bytes, mechanism, tls } = arrival;
    emit({ ...event, mechanism, tls });
    emit({
      ...event,
      type: 'message',
      message: { sender: cleanText(sender), recipients, rejectedRecipients: 0, bytes, queueId },
    });
    return 'parsed';
  }

  /** A refusal is an event of its own, and no part of a later message. */
  private readRejection(line: TimedLine, message: string, emit: Emit): LineVerdict {
    const rejection = readRejection(message);
    const account = cleanText(rejection?.account);
    if (rejection === undefined || account === undefined) return 'ignored';
    const recipient = cleanText(rejection.recipient);
    const event: AuthEvent = {
      ...this.event(line, account, rejection.client),
      type: 'message',
      outcome: 'failure',
      reason: 'policy',
      message: {
        sender: cleanText(rejection.sender),
        recipients: 0,
        rejectedRecipients: recipient === undefined ? 0 : 1,
      },
      discriminator: recipient,
    };
    emitRepeated(event, line.repeated, emit);
    return 'parsed';
  }

  private readFailure(line: TimedLine, message: string, emit: Emit): LineVerdict {
    const failure = readAuthenticatorFailure(message);
    if (failure === 'forged') return 'unparsed';
    // 501 and 553 are the client's mistakes in the protocol, not attempts.
    if (failure === undefined || !/^(?:535|435|454)$/.test(failure.code)) return 'ignored';
    const account = cleanText(failure.account);
    if (account === undefined) return 'parsed';
    const event: AuthEvent = {
      ...this.event(line, account, failure.client),
      outcome: 'failure',
      reason: failure.code === '535' ? 'bad-password' : 'backend',
      mechanism: failure.mechanism,
    };
    emitRepeated(event, line.repeated, emit);
    return 'parsed';
  }

  private event(line: TimedLine, account: string, client: EximClient): AuthEvent {
    return {
      type: 'authentication',
      at: line.at,
      account,
      sourceIp: client.ip,
      protocol: 'smtp',
      outcome: 'success',
      server: this.context.server ?? cleanText(line.host),
      listener: this.context.listener,
      client: cleanText(client.helo),
      discriminator: cleanText(line.pid),
    };
  }
}

/** A line of Exim's own file: `2026-11-23 08:00:00 +0100 [123] …`, zone and process id optional. */
function ownLine(text: string, clock: WallClock): TimedLine | undefined {
  if (text[10] !== ' ') return undefined;
  const stamp = readIsoStamp(text, 0, clock);
  if (stamp === undefined) return undefined;
  const pid = PID.exec(text.slice(stamp.end, stamp.end + 14))?.[0];
  const message = text.slice(stamp.end + (pid?.length ?? 0));
  return { at: stamp.at, message, pid: pid?.slice(1, -2), repeated: 1 };
}
