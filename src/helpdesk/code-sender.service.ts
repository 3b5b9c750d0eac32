import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, type Clock } from '../kernel/clock.js';
import { DomainError } from '../kernel/errors.js';
import { newId } from '../kernel/ids.js';
import { SETTINGS, type Settings } from '../platform/config/settings.js';
import { guardedPost } from '../platform/outbound/guarded-request.js';
import { MailPost } from '../platform/outbound/mail-post.service.js';
import { MailFault } from '../platform/outbound/mailer.js';
import { OutboundGuard } from '../platform/outbound/outbound-guard.js';
import { signatureHeaders } from '../platform/outbound/standard-webhook.js';
import { PENDING_MINUTES } from './domain/caller-verification.js';

/** Sends one-time codes. They are never logged, kept or put into a job. */
@Injectable()
export class CodeSender {
  constructor(
    private readonly mail: MailPost,
    private readonly guard: OutboundGuard,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /** @throws DomainError `code-not-sent` */
  async send(kind: 'mail' | 'phone', to: string, code: string): Promise<void> {
    const text = `Your code for the helpdesk is ${code}. It holds for ${PENDING_MINUTES} minutes. Tell it only to the helpdesk that you have called.`;
    if (kind === 'mail') await this.byMail(to, text);
    else await this.byPhone(to, text);
  }

  private async byMail(to: string, text: string): Promise<void> {
    if (!this.mail.isSet) throw notSent('SMTP_URL is not set');
    try {
      await this.mail.send({ to, subject: 'Your code for the helpdesk', text });
    } catch (cause) {
      if (cause instanceof MailFault) throw notSent(cause.message);
      throw cause;
    }
  }

  private async byPhone(to: string, text: string): Promise<void> {
    const { PHONE_GATEWAY_URL: url, PHONE_GATEWAY_SECRET: secret } = this.settings;
    if (url === undefined || secret === undefined) throw notSent('PHONE_GATEWAY_URL is not set');
    const at = this.clock.now();
    const body = JSON.stringify({
      type: 'phone.message',
      timestamp: at.toISOString(),
      data: { to, text },
    });
    const headers = signatureHeaders(newId(), at, body, [secret]);
    const result = await guardedPost(this.guard, { url, body, headers });
    if (result.kind !== 'answered') throw notSent(result.reason);
    if (result.status < 200 || result.status > 299)
      throw notSent(`the gateway answered ${result.status}`);
  }
}

function notSent(reason: string): DomainError {
  return new DomainError(
    'unavailable',
    'code-not-sent',
    `The code couldn't be sent: ${reason}. Choose another way to verify the caller, or set it right.`,
  );
}
