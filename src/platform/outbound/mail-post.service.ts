import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { SETTINGS, type Settings } from '../config/settings.js';
import { type Mail, Mailer } from './mailer.js';

/** Mails of the service itself, by the server in SMTP_URL. */
@Injectable()
export class MailPost implements OnApplicationShutdown {
  private readonly mailer: Mailer | undefined;

  constructor(@Inject(SETTINGS) settings: Settings) {
    const { SMTP_URL: url, MAIL_FROM: from } = settings;
    this.mailer = url === undefined ? undefined : new Mailer(url, from);
  }

  /** Whether there is a mail server. */
  get isSet(): boolean {
    return this.mailer !== undefined;
  }

  /**
   * @throws MailFault
   * @throws Error where there is no mail server; ask {@link isSet} first
   */
  async send(mail: Mail): Promise<void> {
    if (!this.mailer) throw new Error('SMTP_URL is not set');
    await this.mailer.send(mail);
  }

  onApplicationShutdown(): void {
    this.mailer?.close();
  }
}
