import { z } from 'zod';
import type { AuthEvent } from '../auth-event.js';
import { BoundedMap, detached, savedEntries } from '../reading/bounded-map.js';
import { cleanText } from '../reading/clean-text.js';
import {
  emitRepeated,
  openStoryReader,
  programOf,
  type Emit,
  type LogStory,
  type TimedLine,
} from '../reading/log-story.js';
import type { LineVerdict, Source, SourceContext } from '../source.js';
import { readAuthFailure, readReceived, readSignedIn, refusesRecipient } from './sendmail/lines.js';

const MOST_SESSIONS = 20_000;
const MOST_MESSAGES = 20_000;
const PROGRAM = /^(?:sendmail|sm-mta|sm-msp-queue|sm-acceptingconnections)$/;
const QUEUE_ID = /^(?:NOQUEUE|[0-9A-Za-z]{8,20}): /;

/**
 * Sendmail: sign-ins, and the messages that a signed-in client handed in. A process serves one
 * client, so a message belongs to the account that its process and relay signed in with.
 */
export const sendmail: Source = {
  format: 'sendmail',
  title: 'Sendmail',
  example: [
    'Nov 23 08:00:00 mx1 sm-mta[4021]: AUTH=server, relay=host.example.org [203.0.113.7], authid=alice@example.test, mech=PLAIN, bits=0',
    'Nov 23 08:00:01 mx1 sm-mta[4021]: 5AN800ab004021: from=<alice@example.test>, size=1291, class=0, nrcpts=2, msgid=<b1@example.test>, proto=ESMTPSA, daemon=MSA, relay=host.example.org [203.0.113.7]',
    'Nov 23 08:00:05 mx1 sm-mta[4034]: 5AN8055x004034: AUTH failure (LOGIN): authentication failure (-13) SASL(-13): authentication failure: checkpass failed, user=bob, relay=[198.51.100.9]',
  ].join('\n'),
  recognises: (line) => PROGRAM.test(programOf(line) ?? ''),
  open: (context, saved) =>
    openStoryReader(context, saved, (story) => new SendmailStory(context, story)),
};

const Session = z.object({ account: z.string(), ip: z.string().optional() });
const Saved = z
  .object({ sessions: savedEntries(Session), refused: savedEntries(z.int().nonnegative()) })
  .catch({ sessions: [], refused: [] });

class SendmailStory implements LogStory {
  private readonly sessions: BoundedMap<z.infer<typeof Session>>;
  /** Recipients refused so far, by queue id. */
  private readonly refused: BoundedMap<number>;

  constructor(
    private readonly context: SourceContext,
    saved: unknown,
  ) {
    const { sessions, refused } = Saved.parse(saved);
    this.sessions = new BoundedMap(MOST_SESSIONS, sessions);
    this.refused = new BoundedMap(MOST_MESSAGES, refused);
  }

  read(line: TimedLine, emit: Emit): LineVerdict {
    if (line.program === undefined) return 'unparsed';
    if (!PROGRAM.test(line.program)) return 'ignored';
    const id = QUEUE_ID.exec(line.message)?.[0];
    const text = id === undefined ? line.message : line.message.slice(id.length);
    const queueId = id === undefined || id === 'NOQUEUE: ' ? undefined : id.slice(0, -2);
    if (text.startsWith('AUTH=server')) return this.readSignedIn(line, text, emit);
    if (text.startsWith('AUTH failure')) return this.readFailure(line, text, emit);
    if (queueId === undefined) return 'ignored';
    if (text.startsWith('from=')) return this.readReceived(line, text, queueId, emit);
    if (refusesRecipient(text)) {
      const key = keyOf(line, queueId);
      this.refused.set(key, (this.refused.get(key) ?? 0) + line.repeated);
    }
    return 'ignored';
  }

  save(): unknown {
    return { sessions: this.sessions.entries(), refused: this.refused.entries() };
  }

  private readSignedIn(line: TimedLine, text: string, emit: Emit): LineVerdict {
    const signedIn = readSignedIn(text);
    const account = cleanText(signedIn?.account);
    if (signedIn === undefined || account === undefined) return 'ignored';
    const { ip } = signedIn;
    this.sessions.set(keyOf(line, line.pid), {
      account: detached(account),
      ...(ip !== undefined && { ip: detached(ip) }),
    });
    const event = { ...this.event(line, account, ip), mechanism: signedIn.mechanism };
    emitRepeated(event, line.repeated, emit);
    return 'parsed';
  }

  private readFailure(line: TimedLine, text: string, emit: Emit): LineVerdict {
    const failure = readAuthFailure(text);
    if (failure === undefined) return 'ignored';
    const account = cleanText(failure.account);
    if (account === undefined) return 'parsed';
    const { ip, reason, mechanism } = failure;
    const event: AuthEvent = {
      ...this.event(line, account, ip),
      outcome: 'failure',
      reason,
      mechanism,
    };
    emitRepeated(event, line.repeated, emit);
    return 'parsed';
  }

  private readReceived(line: TimedLine, text: string, queueId: string, emit: Emit): LineVerdict {
    const received = readReceived(text);
    const key = keyOf(line, queueId);
    const rejectedRecipients = this.refused.get(key) ?? 0;
    this.refused.delete(key);
    const session = line.pid === undefined ? undefined : this.sessions.get(keyOf(line, line.pid));
    // Process ids come back: another relay is another client.
    if (received?.ip === undefined || session?.ip !== received.ip) return 'ignored';
    const { recipients, bytes, sender, ip } = received;
    const event = this.event(line, session.account, ip);
    emit({
      ...event,
      type: 'message',
      ...(recipients === 0 && rejectedRecipients > 0 && { outcome: 'failure', reason: 'policy' }),
      session: queueId,
      message: { sender: cleanText(sender), recipients, rejectedRecipients, bytes, queueId },
    });
    return 'parsed';
  }

  private event(line: TimedLine, account: string, ip: string | undefined): AuthEvent {
    return {
      type: 'authentication',
      at: line.at,
      account,
      sourceIp: ip,
      protocol: 'smtp',
      outcome: 'success',
      server: this.context.server ?? cleanText(line.host),
      listener: this.context.listener,
      discriminator: cleanText(line.pid),
    };
  }
}

/** Logs of several hosts may come in one stream. */
function keyOf({ host }: TimedLine, id: string | undefined): string {
  return `${host ?? ''}/${id ?? ''}`;
}
