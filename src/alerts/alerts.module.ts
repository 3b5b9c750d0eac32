import { Module } from '@nestjs/common';
import { AuditLogModule } from '../audit-log/audit-log.module.js';
import { MINUTE_MS } from '../kernel/clock.js';
import { HappeningConsumers } from '../platform/happenings/happening-consumers.service.js';
import { JobRegistry } from '../platform/queue/job-registry.js';
import { WebhooksModule } from '../webhooks/webhooks.module.js';
import { AlertConsumer } from './alert-consumer.service.js';
import { AlertSender } from './alert-sender.service.js';
import { AlertRepository } from './alert.repository.js';
import { AlertsController } from './alerts.controller.js';
import { AlertsService } from './alerts.service.js';

/** Whom to call when something happens. */
@Module({
  imports: [AuditLogModule, WebhooksModule],
  controllers: [AlertsController],
  providers: [AlertConsumer, AlertRepository, AlertSender, AlertsService],
})
export class AlertsModule {
  constructor(
    jobs: JobRegistry,
    consumers: HappeningConsumers,
    consumer: AlertConsumer,
    sender: AlertSender,
  ) {
    consumers.add(consumer);
    jobs.addRecurring('flush-alerts', MINUTE_MS, () => sender.flush());
  }
}
