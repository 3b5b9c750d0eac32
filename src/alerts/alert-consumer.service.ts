import { Injectable } from '@nestjs/common';
import { storyLine } from '../helpdesk/domain/story.js';
import type { Happening } from '../kernel/happening.js';
import type { Transaction } from '../platform/database/transaction.js';
import type { HappeningConsumer } from '../platform/happenings/happening-consumers.service.js';
import { AlertRepository } from './alert.repository.js';
import { concerns } from './domain/alert.js';

/** Notes what alerts are to tell. */
@Injectable()
export class AlertConsumer implements HappeningConsumer {
  readonly name = 'alerts';

  constructor(private readonly alerts: AlertRepository) {}

  async take(tx: Transaction, happenings: readonly Happening[]): Promise<void> {
    for (const alert of await this.alerts.enabled(tx))
      for (const happening of happenings)
        if (concerns(alert, happening)) {
          const { at, text } = storyLine(happening);
          await this.alerts.addItem(tx, alert.id, {
            happeningId: happening.id,
            accountId: happening.accountId,
            text: `${at} ${text}`,
          });
        }
  }
}
