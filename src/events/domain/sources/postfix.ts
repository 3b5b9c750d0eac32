import type { AuthEvent } from '../auth-event.js';
import { BoundedMap, detached } from '../reading/bounded-map.js';
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
import { Connections } from './postfix/connections.js';
import { messageKey } from './postfix/keys.js';
import {
  readBounce,
  readQueued,
  readReject,
  readSaslFailure,
  readSaslSuccess,
  type Reject,
} from './postfix/lines.js';
import { Saved, type Handed } from './postfix/saved.js';

const MOST = 20_000;
const PROGRAM = /^postfix[\w.-]*(?:\/[\w.-]+)*\/[a-z]+$/;
const QUEUE_ID = /^[0-9A-Za-z]{4,24}$/;

/**
 * Postfix: SASL sign-ins from smtpd, and each message that a signed-in client handed in, joined by
 * its queue id and told when the queue manager names its sender, size and number of recipients.
 */
export const postfix: Source = {
  format: 'postfix',
  title: 'Postfix',
  example: [
    'Nov 23 08:00:00 mx1 postfix/smtpd[27893]: 4Yz7Qm2WbLz9sX: client=unknown[203.0.113.7], sasl_method=PLAIN, sasl_username=alice@example.test',
    'Nov 23 08:00:01 mx1 postfix/qmgr[812]: 4Yz7Qm2WbLz9sX: from=<alice@example.test>, size=1291, nrcpt=2 (queue active)',
    'Nov 23 08:00:05 mx1 postfix/smtpd[27901]: warning: unknown[198.51.100.9]: SASL LOGIN authentication failed: (reason unavailable), sasl_username=bob@example.test',
  ].join('\n'),
  recognises: (line) => PROGRAM.test(programOf(line)?.slice(0, 128) ?? ''),
  open: (context, saved) =>
    openStoryReader(context, saved, (story) => new PostfixStory(context, story)),
};

class PostfixStory implements LogStory {
  private readonly messages: BoundedMap<Handed>;
  /** Messages that are on their way, by queue id: they may bounce. */
  private readonly told: BoundedMap<Handed>;
  private readonly connections: Connections;

  constructor(
    private readonly context: SourceContext,
    saved: unknown,
  ) {
    const known = Saved.parse(saved);
    this.messages = new BoundedMap(MOST, known.messages);
    this.told = new BoundedMap(MOST, known.told);
    this.connections = new Connections(known);
  }

  read(line: TimedLine, emit: Emit): LineVerdict {
    const { program } = line;
    if (program === undefined) return 'unparsed';
    if (program.endsWith('/smtpd')) return this.readSmtpd(line, emit);
    if (program.endsWith('/qmgr')) return this.readQmgr(line, emit);
    if (program.endsWith('/cleanup')) return this.readCleanup(line, emit);
    return this.readDelivery(line, emit);
  }

  save(): unknown {
    const { messages, told, connections } = this;
    return { messages: messages.entries(), told: told.entries(), ...connections.save() };
  }

  private readSmtpd(line: TimedLine, emit: Emit): LineVerdict {
    const { message } = line;
    if (message.startsWith('warning: ')) return this.readWarning(line, emit);
    if (this.connections.read(line)) return 'ignored';
    const colon = message.indexOf(': ');
    if (colon === -1) return 'ignored';
    if (message.startsWith('client=', colon + 2)) return this.readHandingIn(line, colon, emit);
    return this.readRefusal(line, colon, emit);
  }

  private readWarning(line: TimedLine, emit: Emit): LineVerdict {
    const failure = readSaslFailure(line.message);
    if (failure === undefined) return 'ignored';
    const account = cleanText(failure.account);
    if (account !== undefined) {
      const { ip, reason } = failure;
      const event = this.event(line, { account, ip, outcome: 'failure', reason });
      const how = { mechanism: failure.mechanism, tls: this.connections.tlsOf(line, ip) };
      emitRepeated({ ...event, ...how, discriminator: cleanText(line.pid) }, line.repeated, emit);
    }
    return 'parsed';
  }

  private readHandingIn(line: TimedLine, colon: number, emit: Emit): LineVerdict {
    const queueId = line.message.slice(0, colon);
    const success = readSaslSuccess(line.message, colon + 2);
    const account = cleanText(success?.account);
    const key = messageKey(line, queueId);
    if (success === undefined || account === undefined || !QUEUE_ID.test(queueId)) {
      // A short queue id comes back for other mail, which nobody signed in for.
      this.messages.delete(key);
      return 'ignored';
    }
    const { ip } = success;
    this.messages.set(key, {
      account: detached(account),
      ...(ip !== undefined && { ip: detached(ip) }),
      rejected: this.connections.takeRefused(line, ip),
    });
    emit({
      ...this.event(line, { account, ip, outcome: 'success' }),
      session: queueId,
      mechanism: success.mechanism,
      tls: this.connections.tlsOf(line, ip),
      discriminator: `${cleanText(line.pid) ?? ''}/${queueId}`,
    });
    return 'parsed';
  }

  private readRefusal(line: TimedLine, colon: number, emit: Emit): LineVerdict {
    const reject = readReject(line.message, colon + 2);
    if (!reject?.permanent) return 'ignored';
    const queueId = line.message.slice(0, colon);
    const handed = this.messages.get(messageKey(line, queueId));
    if (handed !== undefined) {
      const rejected = handed.rejected + line.repeated;
      this.messages.set(messageKey(line, queueId), { ...handed, rejected });
      return 'parsed';
    }
    if (reject.account !== undefined) return this.tellRefusal(line, reject, emit);
    if (queueId !== 'NOQUEUE' || reject.recipient === undefined) return 'ignored';
    this.connections.refuse(line, reject.ip);
    return 'ignored';
  }

  /** A refusal that names its account is an event of its own, and no part of a later message. */
  private tellRefusal(line: TimedLine, reject: Reject, emit: Emit): LineVerdict {
    const { account, ip, sender, recipient } = reject;
    const event: AuthEvent = {
      ...this.event(line, {
        account: cleanText(account),
        ip,
        outcome: 'failure',
        reason: 'policy',
      }),
      type: 'message',
      message: {
        sender: cleanText(sender),
        recipients: 0,
        rejectedRecipients: recipient === undefined ? 0 : 1,
      },
      discriminator: `${cleanText(line.pid) ?? ''}/${cleanText(recipient) ?? ''}`,
    };
    emitRepeated(event, line.repeated, emit);
    return 'parsed';
  }

  private readQmgr(line: TimedLine, emit: Emit): LineVerdict {
    const colon = line.message.indexOf(': ');
    if (colon === -1) return 'ignored';
    const queueId = line.message.slice(0, colon);
    const key = messageKey(line, queueId);
    const handed = this.messages.get(key);
    if (line.message.startsWith('removed', colon + 2))
      for (const known of [this.messages, this.told]) known.delete(key);
    if (handed === undefined) return 'ignored';
    if (!line.message.startsWith('from=<', colon + 2)) return 'ignored';
    const queued = readQueued(line.message, colon + 2);
    if (queued === undefined) return 'ignored';
    // The queue manager says it again at every retry; the first time is the message.
    this.messages.delete(key);
    this.told.set(key, handed);
    const { sender, bytes, recipients } = queued;
    emit({
      ...this.event(line, { account: handed.account, ip: handed.ip, outcome: 'success' }),
      type: 'message',
      session: queueId,
      message: {
        sender: cleanText(sender),
        recipients,
        rejectedRecipients: handed.rejected,
        bytes,
        queueId,
      },
    });
    return 'parsed';
  }

  /** Another server, or our own, refused a message for good that had been accepted. */
  private readDelivery(line: TimedLine, emit: Emit): LineVerdict {
    const { queueId = '', recipient } = readBounce(line.message) ?? {};
    const handed = this.told.get(messageKey(line, queueId));
    if (handed === undefined) return 'ignored';
    emit({
      ...this.event(line, { ...handed, outcome: 'failure', reason: 'other' }),
      type: 'message',
      session: queueId,
      message: { recipients: 0, rejectedRecipients: 0, bounced: 1, queueId },
      discriminator: cleanText(recipient),
    });
    return 'parsed';
  }

  /** A filter refused the whole message after its content was sent. */
  private readCleanup(line: TimedLine, emit: Emit): LineVerdict {
    const colon = line.message.indexOf(': ');
    if (!line.message.startsWith('milter-reject: ', colon + 2)) return 'ignored';
    const queueId = line.message.slice(0, colon);
    const key = messageKey(line, queueId);
    const handed = this.messages.get(key);
    const reject = handed && readReject(line.message, colon + 2);
    if (handed === undefined || !reject?.permanent) return 'ignored';
    this.messages.delete(key);
    const rejectedRecipients = handed.rejected + 1;
    emit({
      ...this.event(line, { ...handed, outcome: 'failure', reason: 'policy' }),
      type: 'message',
      session: queueId,
      message: { sender: cleanText(reject.sender), recipients: 0, rejectedRecipients, queueId },
    });
    return 'parsed';
  }

  private event(
    line: TimedLine,
    what: Pick<AuthEvent, 'account' | 'outcome' | 'reason'> & { ip?: string | undefined },
  ): AuthEvent {
    return {
      type: 'authentication',
      at: line.at,
      account: what.account,
      sourceIp: what.ip,
      protocol: 'smtp',
      outcome: what.outcome,
      reason: what.reason,
      server: this.context.server ?? cleanText(line.host),
      listener: this.context.listener,
    };
  }
}
