import { canonicalAddress } from '../../../../kernel/ip-address.js';
import type { AuthEvent } from '../../auth-event.js';
import type { SourceContext } from '../../source.js';
import type { Attempt, Message, Session } from './session.js';
import type { ZonesByGreeting } from './zones.js';

/**
 * What a session amounts to, in order of time: one authentication for each answered attempt, one
 * message for each that a signed-in client completed. What names neither account nor sender is
 * left out, as nobody could be asked about it.
 */
export function eventsOf(
  session: Session,
  context: SourceContext,
  zones: ZonesByGreeting,
): AuthEvent[] {
  const common = {
    sourceIp: canonicalAddress(session.address),
    protocol: 'smtp',
    server: context.server,
    listener: context.listener,
    client: session.helo,
    session: sessionId(session),
  } as const;
  const instant = (wall: number) => zones.instant(wall, session.zoneMinutes, session.start);

  const events: AuthEvent[] = [];
  session.attempts.forEach((attempt, ordinal) => {
    const sender = senderOf(session, attempt);
    if (attempt.outcome === undefined) return;
    if (attempt.account === undefined && sender === undefined) return;
    events.push({
      ...common,
      type: 'authentication',
      at: instant(attempt.wall),
      account: attempt.account,
      outcome: attempt.outcome,
      reason: attempt.reason,
      mechanism: attempt.mechanism,
      message: sender === undefined ? undefined : { sender, recipients: 0, rejectedRecipients: 0 },
      discriminator: String(ordinal),
    });
  });
  session.messages.forEach((message, ordinal) => {
    const { wall, account, sender, recipients, rejectedRecipients, bytes, queueId } = message;
    if (account === undefined && sender === undefined) return;
    events.push({
      ...common,
      type: 'message',
      at: instant(wall),
      account,
      outcome: 'success',
      message: { sender, recipients, rejectedRecipients, bytes, queueId },
      discriminator: String(ordinal),
    });
  });
  return events.sort((a, b) => a.at - b.at);
}

/** Whom a client that signed in sent as. A failed attempt proves nothing about a sender. */
function senderOf(session: Session, attempt: Attempt): string | undefined {
  if (attempt.outcome !== 'success') return undefined;
  const sent = session.messages.find(({ wall }: Message) => wall >= attempt.wall);
  return sent === undefined ? session.sender : sent.sender;
}

/** A thread number is used again and again; with the second it began it names one session. */
function sessionId({ thread, start }: Session): string {
  return `${thread}@${new Date(start).toISOString().slice(0, 19)}`;
}
