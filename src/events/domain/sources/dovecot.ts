import type { AuthEvent, Protocol } from '../auth-event.js';
import { detached } from '../reading/bounded-map.js';
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
import { loginProtocol, readAuthLine, readLoginLine, type LoginLine } from './dovecot/lines.js';
import { OpenLogins, type Refused } from './dovecot/open-logins.js';

/**
 * Dovecot: sign-ins over IMAP, POP3, ManageSieve and submission. A failed attempt is told when its
 * session is over: the auth process's line gives name, time and reason, the login process's line the
 * protocol and how many attempts there were, and they meet by their session.
 */
export const dovecot: Source = {
  format: 'dovecot',
  title: 'Dovecot',
  example: [
    'Nov 23 08:00:00 mx1 dovecot: imap-login: Login: user=<alice@example.test>, method=PLAIN, rip=203.0.113.7, lip=192.0.2.1, mpid=13901, TLS, session=<kV3wRzoKhYjLAHEH>',
    'Nov 23 08:00:05 mx1 dovecot: auth: passwd-file(bob@example.test,198.51.100.9,<mN1yRzoK5LDGM2QJ>): Password mismatch',
    'Nov 23 08:00:07 mx1 dovecot: imap-login: Disconnected: Connection closed (auth failed, 1 attempts in 2 secs): user=<bob@example.test>, method=PLAIN, rip=198.51.100.9, lip=192.0.2.1, TLS, session=<mN1yRzoK5LDGM2QJ>',
  ].join('\n'),
  recognises: (line) => programOf(line) === 'dovecot',
  open: (context, saved) =>
    openStoryReader(context, saved, (story) => new DovecotStory(context, story)),
};

const LEVELS = ['Info: ', 'Warning: ', 'Error: '];

class DovecotStory implements LogStory {
  private readonly logins: OpenLogins;

  constructor(
    private readonly context: SourceContext,
    saved: unknown,
  ) {
    this.logins = new OpenLogins(saved);
  }

  read(line: TimedLine, emit: Emit): LineVerdict {
    const { program, message } = line;
    if (program === undefined) return 'unparsed';
    if (program !== 'dovecot') return 'ignored';
    const colon = message.indexOf(': ');
    if (colon === -1) return 'ignored';
    // Debug lines may hold secrets: nothing in them is looked at.
    if (message.startsWith('Debug: ', colon + 2)) return 'ignored';
    const process = message.slice(0, colon);
    const protocol = loginProtocol(process);
    if (protocol !== undefined)
      return this.readLogin(line, behindLevel(message, colon), protocol, emit);
    if (process === 'auth' || process.startsWith('auth-worker')) {
      return this.readAuth(line, behindLevel(message, colon), emit);
    }
    return 'ignored';
  }

  end(emit: Emit): void {
    this.logins.closeAll((refused) => this.tell(refused, emit));
  }

  save(): unknown {
    return this.logins.save();
  }

  private readAuth(line: TimedLine, start: number, emit: Emit): LineVerdict {
    const auth = readAuthLine(line.message, start);
    if (auth === undefined) return 'ignored';
    const account = cleanText(auth.account);
    if (account === undefined) return 'parsed';
    const { ip, reason, driver } = auth;
    const session = cleanText(auth.session);
    if (session === undefined) {
      const event = this.event(line, { account, ip, protocol: 'other' });
      emitRepeated({ ...event, outcome: 'failure', reason }, line.repeated, emit);
      const key = loginKey(line, namelessSession(ip, account));
      this.logins.addTold(key, line.at, line.repeated, (refused) => this.tell(refused, emit));
      return 'parsed';
    }
    this.logins.add(
      loginKey(line, session),
      {
        session: detached(session),
        ...(line.host !== undefined && { host: detached(line.host) }),
        account: detached(account),
        ip: detached(ip),
        at: line.at,
        reason,
        driver,
      },
      line.repeated,
      (refused) => this.tell(refused, emit),
    );
    return 'parsed';
  }

  private readLogin(line: TimedLine, start: number, protocol: Protocol, emit: Emit): LineVerdict {
    const login = readLoginLine(line.message, start, protocol);
    if (login === undefined) return 'ignored';
    const account = cleanText(login.account);
    const session = cleanText(login.session);
    const tell = (refused: Refused): void => this.tell(refused, emit, login);
    if (login.kind === 'signed-in') {
      if (session !== undefined) this.logins.signedIn(loginKey(line, session), account, tell);
      if (account !== undefined) this.tellSuccess(line, { ...login, account, session }, emit);
      return 'parsed';
    }
    const { attempts, reason } = login;
    const last = { account, ip: login.ip, at: line.at, reason, session, host: line.host };
    const key = loginKey(line, session ?? namelessSession(login.ip, account));
    const told = this.logins.close(key, { ...last, attempts: attempts * line.repeated }, tell);
    return told || attempts > 0 ? 'parsed' : 'ignored';
  }

  private tellSuccess(
    line: TimedLine,
    login: LoginLine & { readonly account: string },
    emit: Emit,
  ): void {
    const event: AuthEvent = {
      ...this.event(line, login),
      session: login.session,
      mechanism: login.mechanism,
      tls: login.tls,
      discriminator: cleanText(login.mailPid),
    };
    emitRepeated(event, line.repeated, emit);
  }

  private tell(refused: Refused, emit: Emit, login?: LoginLine): void {
    emit({
      ...this.event(refused, { ...refused, protocol: login?.protocol ?? 'other' }),
      outcome: 'failure',
      reason: refused.reason,
      session: refused.session,
      mechanism: login?.mechanism,
      tls: login?.tls,
      discriminator: String(refused.ordinal),
    });
  }

  private event(
    line: Pick<TimedLine, 'at' | 'host'>,
    who: { account: string; ip?: string | undefined; protocol: Protocol },
  ): AuthEvent {
    return {
      type: 'authentication',
      at: line.at,
      account: who.account,
      sourceIp: who.ip,
      protocol: who.protocol,
      outcome: 'success',
      server: this.context.server ?? cleanText(line.host),
      listener: this.context.listener,
    };
  }
}

/** Older versions leave the level out of syslog. */
function behindLevel(message: string, colon: number): number {
  const start = colon + 2;
  for (const level of LEVELS) if (message.startsWith(level, start)) return start + level.length;
  return start;
}

/** Before version 2.2 no line named its session. */
function namelessSession(ip: string | undefined, account: string | undefined): string {
  return `${ip ?? ''}/${account ?? ''}`;
}

function loginKey({ host }: TimedLine, session: string): string {
  return `${host ?? ''}/${session}`;
}
