import { MINUTE_MS } from '../../../../kernel/clock.js';
import type { MailscanLine, Statement } from './line.js';
import { openedSession, type Session } from './session.js';
import { tell } from './tell.js';
import { isSigningIn, longestWaiting } from './waiting.js';

/** SMTP's own limits end a silent session within ten minutes (RFC 5321, section 4.5.3.2). */
const LONGEST_SILENCE_MS = 30 * MINUTE_MS;
const MOST_SESSIONS = 4_096;

/**
 * Who of the open sessions said a line. MailScan numbers threads where they begin and end, and
 * nowhere between, so with several open it can only be told by what each is waiting for: the one
 * that waits for such a line longest gets it. This may err between sessions that are in the same
 * state in the same second. For the two things where an error would be grave it isn't risked: as
 * long as another session may be signing in, no response of an AUTH exchange is read, as it could be
 * the other's name, or its password. `SMTPIN[12]:` tags are exact, and so are sessions in turn.
 */
export class OpenSessions {
  private readonly byThread = new Map<string, Session>();
  private readonly finished: Session[] = [];

  /**
   * @param sessions in order of their beginning
   * @param line number of the last line that was read
   * @param strangerSince from then on an unseen session, begun before the log, may say something
   */
  constructor(
    sessions: readonly Session[],
    private line: number,
    private strangerSince: number | undefined,
  ) {
    for (const session of sessions) this.byThread.set(session.thread, session);
  }

  /** Takes a line; `false` when it is nobody's. */
  take({ wall, thread, statement }: MailscanLine): boolean {
    this.line += 1;
    if (statement.kind === 'nothing') return false;
    if (statement.kind === 'entering') return this.enter(statement, wall);
    if (statement.kind === 'exiting') return this.exit(statement.thread, wall);
    if (thread !== undefined) return this.takeTagged(thread, statement, wall);

    const candidates = this.openAt(wall);
    const session = candidates.length === 1 ? candidates[0] : longestWaiting(candidates, statement);
    if (session === undefined) {
      if (candidates.length === 0) this.strangerSince = wall;
      return false;
    }
    this.tellTo(session, statement, wall, this.isReadable(session, candidates, statement, wall));
    return true;
  }

  /** The sessions that are over, in order of their end; each is handed over once. */
  takeFinished(): readonly Session[] {
    return this.finished.splice(0);
  }

  /** No more lines will come: every session is over. */
  finishAll(): void {
    this.finished.push(...this.byThread.values());
    this.byThread.clear();
  }

  save(): { sessions: readonly Session[]; line: number; strangerSince: number | undefined } {
    const { line, strangerSince } = this;
    return { sessions: [...this.byThread.values()], line, strangerSince };
  }

  private enter({ thread, address }: Extract<Statement, { kind: 'entering' }>, wall: number): true {
    const earlier = this.byThread.get(thread);
    this.byThread.delete(thread);
    // The same beginning again: the log is being sent once more, and tells the rest itself.
    if (earlier !== undefined && earlier.start < wall) this.finished.push(earlier);
    this.finishSilent(wall);
    this.byThread.set(thread, openedSession(thread, address, wall, this.line));
    if (this.byThread.size > MOST_SESSIONS) this.finishOldest();
    return true;
  }

  private exit(thread: string, wall: number): boolean {
    const session = this.byThread.get(thread);
    if (session === undefined || session.start > wall) {
      this.strangerSince = undefined;
      return false;
    }
    this.byThread.delete(thread);
    this.finished.push(session);
    return true;
  }

  private takeTagged(thread: string, statement: Statement, wall: number): boolean {
    const session = this.byThread.get(thread);
    if (session === undefined || session.start > wall) return false;
    this.tellTo(session, statement, wall, true);
    return true;
  }

  private tellTo(session: Session, statement: Statement, wall: number, readable: boolean): void {
    const { client, router } = session;
    tell(session, statement, wall, readable);
    if (session.client !== client) session.clientSince = this.line;
    if (session.router !== router) session.routerSince = this.line;
  }

  /** Those that may have said something at that time: sessions of a later one are of an earlier reading. */
  private openAt(wall: number): Session[] {
    const candidates: Session[] = [];
    for (const session of this.byThread.values()) {
      if (session.start <= wall) candidates.push(session);
    }
    return candidates;
  }

  private isReadable(
    session: Session,
    candidates: readonly Session[],
    statement: Statement,
    wall: number,
  ): boolean {
    if (statement.kind === 'auth') return true;
    if (statement.kind !== 'response') return false;
    const others = candidates.filter((other) => other !== session);
    const signingIn = others.filter((other) => other.doubtful || isSigningIn(other));
    const sure = signingIn.length === 0 && !session.doubtful && !this.mayBeStrangers(wall);
    if (signingIn.length > 0) for (const one of [session, ...signingIn]) one.doubtful = true;
    return sure;
  }

  private mayBeStrangers(wall: number): boolean {
    const since = this.strangerSince;
    return since !== undefined && wall >= since && wall <= since + LONGEST_SILENCE_MS;
  }

  private finishSilent(wall: number): void {
    for (const [thread, session] of this.byThread) {
      if (session.latest + LONGEST_SILENCE_MS >= wall) continue;
      this.byThread.delete(thread);
      this.finished.push(session);
    }
  }

  private finishOldest(): void {
    const [oldest] = this.byThread.values();
    if (oldest === undefined) return;
    this.byThread.delete(oldest.thread);
    this.finished.push(oldest);
  }
}
