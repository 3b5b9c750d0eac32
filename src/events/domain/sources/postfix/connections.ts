import { BoundedMap, detached } from '../../reading/bounded-map.js';
import type { TimedLine } from '../../reading/log-story.js';
import { sessionKey } from './keys.js';
import { readEncrypted } from './lines.js';
import type { Encrypted, Refusals, Saved } from './saved.js';

const MOST = 20_000;
/** Services whose connections are encrypted from the start. */
const WRAPPED = /\/(?:smtps|submissions)\//;

/** What smtpd has said of the connections that it serves, before any message has a queue id. */
export class Connections {
  private readonly refusals: BoundedMap<Refusals>;
  private readonly encrypted: BoundedMap<Encrypted>;

  constructor({ refusals, encrypted }: Saved) {
    this.refusals = new BoundedMap(MOST, refusals);
    this.encrypted = new BoundedMap(MOST, encrypted);
  }

  /** Whether the line says that a connection began, became encrypted or ended. */
  read(line: TimedLine): boolean {
    const { message } = line;
    if (message.startsWith('connect from ') || message.startsWith('disconnect from ')) {
      this.refusals.delete(sessionKey(line));
      this.encrypted.delete(sessionKey(line));
      return true;
    }
    const encrypted = readEncrypted(message);
    if (encrypted === undefined) return false;
    const { ip } = encrypted;
    this.encrypted.set(sessionKey(line), { ...(ip !== undefined && { ip: detached(ip) }) });
    return true;
  }

  /** Postfix tells of encryption only where it is asked to, so that silence means nothing. */
  tlsOf(line: TimedLine, ip: string | undefined): true | undefined {
    if (WRAPPED.test(line.program ?? '')) return true;
    const encrypted = this.encrypted.get(sessionKey(line));
    return encrypted !== undefined && encrypted.ip === ip ? true : undefined;
  }

  /** A recipient was refused, once for each time that the line was repeated. */
  refuse(line: TimedLine, ip: string | undefined): void {
    const count = this.refused(line, ip) + line.repeated;
    this.refusals.set(sessionKey(line), { ...(ip !== undefined && { ip: detached(ip) }), count });
  }

  /** Recipients refused since the last message; the next ones are counted from 0. */
  takeRefused(line: TimedLine, ip: string | undefined): number {
    const count = this.refused(line, ip);
    this.refusals.delete(sessionKey(line));
    return count;
  }

  save(): Pick<Saved, 'refusals' | 'encrypted'> {
    return { refusals: this.refusals.entries(), encrypted: this.encrypted.entries() };
  }

  private refused(line: TimedLine, ip: string | undefined): number {
    const refused = this.refusals.get(sessionKey(line));
    return refused !== undefined && refused.ip === ip ? refused.count : 0;
  }
}
