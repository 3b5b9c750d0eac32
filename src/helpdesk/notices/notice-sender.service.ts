import { Inject, Injectable, Logger } from '@nestjs/common';
import { AccountsService } from '../../accounts/accounts.service.js';
import { CLOCK, type Clock, DAY_MS } from '../../kernel/clock.js';
import { DomainError } from '../../kernel/errors.js';
import { Database } from '../../platform/database/database.js';
import { SingleFlight } from '../../platform/database/single-flight.js';
import { MailPost } from '../../platform/outbound/mail-post.service.js';
import { MailFault } from '../../platform/outbound/mailer.js';
import { ContactsService } from '../contacts.service.js';
import type { StoredNotice } from './notice.js';
import { NoticeRepository } from './notice.repository.js';

const AT_ONCE = 100;
/** A notice that comes later than this says nothing any more. */
const TRIED_MS = 3 * DAY_MS;
const KEPT_DAYS = 90;
/** So many notices that the mail server puts off, one after the other, and it takes nothing at all just now. */
const REFUSALS = 3;

interface Recipient {
  readonly address: string;
  /** As operators may see it. */
  readonly shown: string;
}

/** Mails the owners of accounts what they are to be told, each notice once. */
@Injectable()
export class NoticeSender {
  private readonly logger = new Logger(NoticeSender.name);

  constructor(
    private readonly database: Database,
    private readonly alone: SingleFlight,
    private readonly notices: NoticeRepository,
    private readonly accounts: AccountsService,
    private readonly contacts: ContactsService,
    private readonly mail: MailPost,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Sends what waits, in one process at a time, as far as the mail server takes it. */
  async flush(abort: AbortSignal): Promise<void> {
    await this.alone.run('notices', async () => {
      const { direct } = this.database;
      let after: string | undefined;
      let refusals = 0;
      let waiting: readonly StoredNotice[];
      do {
        waiting = await this.notices.waiting(direct, after, AT_ONCE);
        for (const notice of waiting) {
          if (abort.aborted || refusals === REFUSALS) return;
          refusals = (await this.end(notice)) ? 0 : refusals + 1;
        }
        after = waiting.at(-1)?.id;
      } while (waiting.length === AT_ONCE);
      await this.notices.dropOld(direct, KEPT_DAYS);
    });
  }

  /** @returns false when the mail server doesn't take it just now */
  private async end(notice: StoredNotice): Promise<boolean> {
    const { direct } = this.database;
    const { id, createdAt } = notice;
    try {
      await this.notices.sent(direct, id, await this.mailed(notice));
      return true;
    } catch (cause) {
      if (!(cause instanceof MailFault || cause instanceof DomainError)) throw cause;
      const ageMs = this.clock.now().getTime() - createdAt.getTime();
      const isLater = cause instanceof MailFault && !cause.forGood && ageMs < TRIED_MS;
      if (isLater) await this.notices.noteProblem(direct, id, cause.message);
      else await this.notices.notSent(direct, id, cause.message);
      const fate = isLater ? 'sent later' : 'not sent';
      this.logger.warn(`the notice of action ${id} is ${fate}: ${cause.message}`);
      return !isLater;
    }
  }

  /** @returns to whom, as operators may see it. @throws MailFault, or DomainError without the secrets' key */
  private async mailed({ id, accountId, subject, text }: StoredNotice): Promise<string> {
    if (!this.mail.isSet) throw new MailFault(true, 'SMTP_URL is not set.');
    const to = await this.recipientOf(accountId);
    const messageId = `<notice-${id}@authwarden>`;
    await this.mail.send({ to: to.address, subject, text, messageId });
    return to.shown;
  }

  /** A registered second address goes before the mailbox itself, which its owner may be kept out of. */
  private async recipientOf(accountId: string): Promise<Recipient> {
    const contacts = await this.contacts.of(accountId);
    const second = contacts.find(({ kind }) => kind === 'mail');
    if (second) return { address: this.contacts.valueOf(second), shown: second.shown };
    const { mail, login } = await this.accounts.get(accountId);
    const address = mail ?? login;
    if (!address.includes('@'))
      throw new MailFault(
        true,
        'The account has no mail address, and no second one is registered.',
      );
    return { address, shown: address };
  }
}
