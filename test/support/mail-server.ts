import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import type { Readable } from 'node:stream';
import { type ParsedMail, simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';

/** A mail server that keeps what it is handed. */
export interface MailServer {
  /** `smtp://127.0.0.1:port` */
  readonly url: string;
  readonly mails: readonly ParsedMail[];
  /** From now on every mail (to this address) is refused with this code; undefined takes them again. */
  refuseWith(code: number | undefined, to?: string): void;
  close(): Promise<void>;
}

/** Starts one on a free port. */
export async function startMailServer(): Promise<MailServer> {
  const mails: ParsedMail[] = [];
  let refusal: number | undefined;
  let refused: string | undefined;
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData(stream, _session, done) {
      void take(stream, done);
    },
  });
  async function take(stream: Readable, done: (error?: Error) => void): Promise<void> {
    const mail = await simpleParser(stream);
    const isFor = mail.to !== undefined && 'text' in mail.to && mail.to.text === refused;
    if (refusal !== undefined && (refused === undefined || isFor)) return done(refusalOf(refusal));
    mails.push(mail);
    done();
  }
  const listening = once(server.listen(0, '127.0.0.1'), 'listening');
  await listening;
  const { port } = server.server.address() as AddressInfo;
  return {
    url: `smtp://127.0.0.1:${port}`,
    mails,
    refuseWith: (code, to) => {
      refusal = code;
      refused = to;
    },
    close: () => new Promise((closed) => server.close(() => closed())),
  };
}

function refusalOf(responseCode: number): Error {
  return Object.assign(new Error('refused'), { responseCode });
}
