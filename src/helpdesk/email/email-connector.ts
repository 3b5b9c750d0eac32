import { Mailer, type Mail, MailFault } from '../../platform/outbound/mailer.js';
import {
  type HelpdeskConnector,
  HelpdeskFault,
  type HelpdeskReport,
  type RemoteTicket,
  type TicketDraft,
  type TicketNote,
} from '../domain/connector.js';

/**
 * One mail for each ticket and note. Message-IDs are made of key and ref, so that a mail that is
 * sent again after a crash has the same one, and helpdesks and mailboxes know it for a repeat; the
 * notes of a ticket answer its first mail, which keeps them in one thread.
 */
export class EmailConnector implements HelpdeskConnector {
  readonly format = 'plain';
  private readonly mailer: Mailer;
  private readonly domain: string;

  constructor(
    private readonly settings: { readonly url: string; readonly from: string; readonly to: string },
  ) {
    this.mailer = new Mailer(settings.url, settings.from);
    this.domain = settings.from.slice(settings.from.lastIndexOf('@') + 1);
  }

  async test(): Promise<HelpdeskReport> {
    await this.post(() => this.mailer.verify());
    return {
      product: 'Mail',
      caveats: [
        'A mailbox can’t be asked for a ticket: a repeat after a crash is known by its Message-ID alone.',
        'Nothing is learnt of what is closed in the helpdesk.',
      ],
    };
  }

  async findByKey(): Promise<undefined> {
    return undefined;
  }

  async create(draft: TicketDraft): Promise<RemoteTicket> {
    await this.send({
      subject: draft.title,
      text: `${draft.body}\n\nPriority: ${draft.priority}`,
      messageId: this.idOf(draft.key),
    });
    return { id: draft.key, url: undefined };
  }

  async hasNote(): Promise<undefined> {
    return undefined;
  }

  async comment({ id }: RemoteTicket, { ref, text }: TicketNote): Promise<void> {
    await this.answer(id, ref, text, `[${id}]`);
  }

  async resolve({ id }: RemoteTicket, { ref, text }: TicketNote): Promise<void> {
    await this.answer(id, ref, text, `[${id}] resolved`);
  }

  async state(): Promise<undefined> {
    return undefined;
  }

  async close(): Promise<void> {
    this.mailer.close();
  }

  private answer(key: string, ref: string, text: string, subject: string): Promise<void> {
    const references = [this.idOf(key)];
    return this.send({ subject: `Re: ${subject}`, text, messageId: this.idOf(ref), references });
  }

  private send(mail: Omit<Mail, 'to'>): Promise<void> {
    return this.post(() => this.mailer.send({ ...mail, to: this.settings.to }));
  }

  private async post(send: () => Promise<void>): Promise<void> {
    try {
      await send();
    } catch (cause) {
      if (!(cause instanceof MailFault)) throw cause;
      throw new HelpdeskFault(cause.forGood ? 'refused' : 'unavailable', cause.message);
    }
  }

  private idOf(key: string): string {
    return `<${key}@${this.domain}>`;
  }
}
