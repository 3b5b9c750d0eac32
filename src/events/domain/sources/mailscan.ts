import { z } from 'zod';
import type { AuthEvent } from '../auth-event.js';
import type { LineVerdict, LogReader, Source, SourceContext } from '../source.js';
import { readMailscanLine } from './mailscan/line.js';
import { OpenSessions } from './mailscan/open-sessions.js';
import { eventsOf } from './mailscan/session-events.js';
import { Session } from './mailscan/session.js';
import { ZoneChange, ZonesByGreeting } from './mailscan/zones.js';

/** MailScan's SMTP sessions are ended by `Exiting from thread`; these are still open. */
const Saved = z.object({
  sessions: z.array(Session),
  line: z.number(),
  strangerSince: z.number().optional(),
  zones: z.array(ZoneChange),
});

/**
 * MicroWorld's MailScan: its SMTP server's (`SMTPIN`) sessions with the replies of the mail server
 * that it asks about passwords (`ROUTER-AUTH`). Encrypted user ids become pseudonyms, removed ones
 * leave the sender to stand for the account. The time stamps' zone is that of the mail server's
 * greeting. How lines are given to sessions that overlap: see {@link OpenSessions}.
 */
export const mailscan: Source = {
  format: 'mailscan',
  title: 'MicroWorld MailScan',
  example: [
    '28 May 2010 11:44:46 – SMTPIN: Entering into thread no: 1 (IP: 198.51.100.7)',
    '28 May 2010 11:44:56 – ROUTER-AUTH: <<<< 235 2.7.0 Authentication successful.',
    '28 May 2010 11:44:57 – SMTPIN: Exiting from thread no: 1',
  ].join('\n'),

  recognises(line) {
    return readMailscanLine(line) !== undefined && /(?:SMTPIN|ROUTER-AUTH)/.test(line.slice(0, 60));
  },

  open(context, saved) {
    return new MailscanReader(context, saved);
  },
};

class MailscanReader implements LogReader {
  private readonly sessions: OpenSessions;
  private readonly zones: ZonesByGreeting;

  constructor(
    private readonly context: SourceContext,
    saved: unknown,
  ) {
    const state = Saved.safeParse(saved).data;
    this.sessions = new OpenSessions(state?.sessions ?? [], state?.line ?? 0, state?.strangerSince);
    this.zones = new ZonesByGreeting(context.timezone, state?.zones ?? []);
  }

  read(line: string, emit: (event: AuthEvent) => void): LineVerdict {
    const read = readMailscanLine(line);
    if (read === undefined) return line.trim() === '' ? 'ignored' : 'unparsed';
    const { statement, wall } = read;
    if (statement.kind === 'greeting' && statement.zoneMinutes !== undefined) {
      this.zones.greeted(wall, statement.zoneMinutes);
    }
    const taken = this.sessions.take(read);
    this.hand(emit);
    return taken ? 'parsed' : 'ignored';
  }

  end(emit: (event: AuthEvent) => void): void {
    this.sessions.finishAll();
    this.hand(emit);
  }

  save(): unknown {
    return { ...this.sessions.save(), zones: this.zones.save() };
  }

  private hand(emit: (event: AuthEvent) => void): void {
    for (const session of this.sessions.takeFinished()) {
      for (const event of eventsOf(session, this.context, this.zones)) emit(event);
    }
  }
}
