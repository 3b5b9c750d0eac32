import { connect, type Socket } from 'node:net';

/** Whether an IMAP server lets an account in. */
export function signsInByImap(port: number, login: string, password: string): Promise<boolean> {
  const quoted = (text: string) => `"${text.replaceAll(/["\\]/g, '\\$&')}"`;
  return converse(port, async (say, hear) => {
    await hear(/^\* OK/m);
    say(`a LOGIN ${quoted(login)} ${quoted(password)}`);
    return /^a OK/m.test(await hear(/^a (?:OK|NO|BAD)/m));
  });
}

/** Whether a submission server lets an account in. */
export function signsInBySmtp(port: number, login: string, password: string): Promise<boolean> {
  return converse(port, async (say, hear) => {
    await hear(/^220 /m);
    say('EHLO client.example.test');
    await hear(/^250 /m);
    say(`AUTH PLAIN ${Buffer.from(`\0${login}\0${password}`).toString('base64')}`);
    return (await hear(/^\d{3} [^\r]*\r\n$/m)).startsWith('235');
  });
}

/** An IMAP session that stays open. */
export interface ImapSession {
  /** Settles when the server has ended it. */
  readonly ended: Promise<void>;
  /** Whether the server still answers in it. */
  isAlive(): Promise<boolean>;
  close(): void;
}

/** Signs in by IMAP and stays. @throws Error when it isn't let in */
export async function holdImapSession(
  port: number,
  login: string,
  password: string,
): Promise<ImapSession> {
  const socket = connect({ host: '127.0.0.1', port });
  const ended = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  const hear = hearer(socket);
  await hear(/^\* OK/m);
  socket.write(`a LOGIN "${login}" "${password}"\r\n`);
  const answer = await hear(/^a (?:OK|NO|BAD)/m);
  if (!/^a OK/m.test(answer)) throw new Error('the account is not let in');
  return {
    ended,
    isAlive: async () => {
      socket.write('b NOOP\r\n');
      return /^b OK/m.test(await hear(/^b /m));
    },
    close: () => socket.destroy(),
  };
}

type Say = (line: string) => void;
type Hear = (until: RegExp) => Promise<string>;

async function converse(
  port: number,
  talk: (say: Say, hear: Hear) => Promise<boolean>,
): Promise<boolean> {
  const socket = connect({ host: '127.0.0.1', port });
  try {
    return await talk((line) => void socket.write(`${line}\r\n`), hearer(socket));
  } finally {
    socket.destroy();
  }
}

/** Gathers what is said until it matches, and forgets it then. */
function hearer(socket: Socket): Hear {
  let heard = '';
  let check = () => {};
  let fail = (_error: Error) => {};
  socket.setEncoding('latin1').on('data', (text: string) => {
    heard += text;
    check();
  });
  socket.on('error', (error) => fail(error));
  socket.on('close', () => fail(new Error(`the server hung up after ${heard}`)));
  return (until) =>
    new Promise((resolve, reject) => {
      fail = reject;
      check = () => {
        if (!until.test(heard)) return;
        resolve(heard);
        heard = '';
      };
      check();
    });
}
