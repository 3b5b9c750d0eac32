import { canonicalAddress } from '../../../kernel/ip-address.js';
import type { AuthEvent, Outcome, Reason } from '../auth-event.js';
import { printable } from '../printable.js';
import type { LineVerdict, LogReader, Source, SourceContext } from '../source.js';
import type { HeaderReader, LogLine } from '../syslog.js';
import { openHeaderReader } from '../syslog-header.js';

const RECOGNISED = /\bsshd(?:-session|-auth)?(?:\[\d{1,10}\])?: |"SYSLOG_IDENTIFIER":"sshd/;
const PROGRAM = /^sshd(?:-session|-auth)?$/;

const VERDICT =
  /^(Accepted|Failed) (password|publickey|keyboard-interactive)(?:\/\w{1,20})? for (invalid user )?/;
const PEER = /^ from (\S{1,80}) port (\d{1,5})(?: ssh2)?$/;
const PREAUTH = ' [preauth]';
/** What sshd adds about a key: its type and fingerprint. */
const KEY = /: [A-Z0-9-]{2,40} (?:SHA256:[\w+/=]{10,60}|(?:MD5:)?[0-9a-f:]{32,60})$/;
/** A certificate's key id may say anything, so nothing before it can be found from the end. */
const CERTIFICATE = / ssh2: [A-Z0-9-]{2,40}-CERT ID /;
const CERTIFIED = /^(\S{1,320}) from (\S{1,80}) port (\d{1,5}) ssh2: /;

const LONGEST_NAME = 320;

/**
 * OpenSSH's server. Names of accounts are the client's to choose and sshd escapes nothing in them, so
 * that the address is looked for from the end of the line, where the server wrote it. `Invalid user`
 * and PAM's lines tell what the `Failed` line tells again, and are left out. Keeps no state but the
 * header's.
 */
export const sshd: Source = {
  format: 'sshd',
  title: 'OpenSSH sshd',
  example:
    'Nov 23 08:00:00 host1 sshd[4242]: Failed password for invalid user admin from 203.0.113.7 port 52044 ssh2',

  recognises(line) {
    return RECOGNISED.test(line);
  },

  open(context, saved) {
    return new SshdReader(context, openHeaderReader(context, saved));
  },
};

interface SignIn {
  readonly account: string;
  readonly address: string;
  readonly port: string;
  readonly outcome: Outcome;
  readonly reason?: Reason;
}

class SshdReader implements LogReader {
  constructor(
    private readonly context: SourceContext,
    private readonly header: HeaderReader,
  ) {}

  read(line: string, emit: (event: AuthEvent) => void): LineVerdict {
    const read = this.header.read(line);
    if (read?.at === undefined) return line.trim() === '' ? 'ignored' : 'unparsed';
    if (read.program === undefined || !PROGRAM.test(read.program)) return 'ignored';
    const signIn = signInOf(read.message);
    if (signIn === undefined) return 'ignored';
    for (let ordinal = 0; ordinal < read.repeated; ordinal += 1) {
      emit(this.eventOf(read, read.at, signIn, ordinal));
    }
    return 'parsed';
  }

  end(): void {
    // Each line is whole: nothing is ever open.
  }

  save(): unknown {
    return this.header.save();
  }

  private eventOf(line: LogLine, at: number, signIn: SignIn, ordinal: number): AuthEvent {
    const pid = line.pid ?? '';
    return {
      type: 'authentication',
      at,
      account: signIn.account,
      sourceIp: canonicalAddress(signIn.address),
      protocol: 'ssh',
      outcome: signIn.outcome,
      reason: signIn.reason,
      server: this.context.server ?? printable(line.host, LONGEST_NAME),
      listener: this.context.listener,
      session: printable(`${pid}:${signIn.port}`, LONGEST_NAME),
      // "Repeated N times" comes on top of the line that was written out.
      discriminator: line.repeated === 1 ? pid : `${pid}#${ordinal + 1}`,
    };
  }
}

function signInOf(message: string): SignIn | undefined {
  const verdict = VERDICT.exec(message);
  if (verdict === null) return undefined;
  const [beginning, word, method, invalid] = verdict;
  const who = peerOf(message.slice(beginning.length), word === 'Accepted');
  if (who === undefined) return undefined;
  if (word === 'Accepted') return { ...who, outcome: 'success' };
  return { ...who, outcome: 'failure', reason: reasonOf(method, invalid !== undefined) };
}

function reasonOf(method: string | undefined, isUnknown: boolean): Reason {
  if (isUnknown) return 'unknown-account';
  // A client offers one key after the other; a refused one is no guess.
  return method === 'publickey' ? 'other' : 'bad-password';
}

function peerOf(text: string, accepted: boolean) {
  if (CERTIFICATE.test(text)) return accepted ? certifiedPeerOf(text) : undefined;
  const bare = text.endsWith(PREAUTH) ? text.slice(0, -PREAUTH.length) : text;
  const key = bare.includes(' ssh2: ') ? KEY.exec(bare.slice(-120)) : null;
  const end = key === null ? bare.length : bare.length - key[0].length;
  const from = bare.lastIndexOf(' from ', end);
  if (from === -1) return undefined;
  const [, address = '', port = ''] = PEER.exec(bare.slice(from, end)) ?? [];
  return named(bare.slice(0, from), address, port);
}

/** Who was accepted exists, and has no blank in the name. */
function certifiedPeerOf(text: string) {
  const [, name = '', address = '', port = ''] = CERTIFIED.exec(text) ?? [];
  return named(name, address, port);
}

function named(name: string, address: string, port: string) {
  const account = printable(name, LONGEST_NAME);
  if (account === undefined || canonicalAddress(address) === undefined) return undefined;
  return { account, address, port };
}
