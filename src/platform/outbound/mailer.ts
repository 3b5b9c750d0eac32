import { createTransport, type Transporter } from 'nodemailer';
import { z } from 'zod';

const TIMEOUT_MS = 15_000;

/** What nodemailer puts on its errors. */
const Answer = z.object({ responseCode: z.number().optional(), code: z.string().optional() });

/** One mail, in plain text. */
export interface Mail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  /** Deterministic where a repeat should be recognised: `<…@…>`. */
  readonly messageId?: string;
  /** The mails that this one answers, the first one first. */
  readonly references?: readonly string[];
}

/** The mail couldn't be handed over. `forGood`: another try would end the same way. */
export class MailFault extends Error {
  override readonly name = 'MailFault';

  constructor(
    readonly forGood: boolean,
    message: string,
  ) {
    super(message);
  }
}

/** Hands mails to one SMTP server. */
export class Mailer {
  private readonly transport: Transporter;

  /** @param url `smtp://name:password@host:port`, or `smtps:` */
  constructor(
    url: string,
    private readonly from: string,
  ) {
    this.transport = createTransport(
      {
        url,
        connectionTimeout: TIMEOUT_MS,
        greetingTimeout: TIMEOUT_MS,
        socketTimeout: TIMEOUT_MS,
      },
      // Files and URLs in a mail are never ours.
      { disableFileAccess: true, disableUrlAccess: true },
    );
  }

  /** @throws MailFault */
  async send({ to, subject, text, messageId, references }: Mail): Promise<void> {
    const last = references?.at(-1);
    try {
      await this.transport.sendMail({
        from: this.from,
        to: { name: '', address: to },
        subject,
        text,
        headers: { 'Auto-Submitted': 'auto-generated' },
        ...(messageId === undefined ? {} : { messageId }),
        ...(last === undefined ? {} : { inReplyTo: last, references: [...(references ?? [])] }),
      });
    } catch (cause) {
      throw faultOf(cause);
    }
  }

  /** Whether the server can be reached and takes the credential. @throws MailFault */
  async verify(): Promise<void> {
    try {
      await this.transport.verify();
    } catch (cause) {
      throw faultOf(cause);
    }
  }

  close(): void {
    this.transport.close();
  }
}

/** SMTP's 5xx are for good, but for those of signing in, which an operator can mend. */
function faultOf(cause: unknown): MailFault {
  const { responseCode, code } = Answer.catch({}).parse(cause);
  const forGood = responseCode !== undefined && responseCode >= 500 && code !== 'EAUTH';
  return new MailFault(
    forGood,
    `The mail server refused: ${code ?? 'error'} ${responseCode ?? ''}`.trim(),
  );
}
