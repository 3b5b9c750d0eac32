import { Module } from '@nestjs/common';
import { AuditLogModule } from '../audit-log/audit-log.module.js';
import { MINUTE_MS } from '../kernel/clock.js';
import { HappeningConsumers } from '../platform/happenings/happening-consumers.service.js';
import { JobRegistry } from '../platform/queue/job-registry.js';
import { SecretsModule } from '../platform/secrets/secrets.module.js';
import { DeliveriesController } from './deliveries.controller.js';
import { DeliveryRepository } from './delivery.repository.js';
import { PollService } from './poll.service.js';
import { SecurityEventsController } from './security-events.controller.js';
import { SecurityKeyRepository } from './security-key.repository.js';
import { SecurityTokens } from './security-tokens.service.js';
import { WebhookConsumer } from './webhook-consumer.service.js';
import { WEBHOOK_JOB, WebhookQueue } from './webhook-queue.service.js';
import { WebhookSecrets } from './webhook-secrets.service.js';
import { WebhookSender } from './webhook-sender.service.js';
import { WebhookProcessor } from './webhook.processor.js';
import { WebhookRepository } from './webhook.repository.js';
import { WebhooksController } from './webhooks.controller.js';
import { WebhooksService } from './webhooks.service.js';

/** What happens, posted to whoever wants to hear of it. */
@Module({
  imports: [AuditLogModule, SecretsModule],
  controllers: [DeliveriesController, SecurityEventsController, WebhooksController],
  providers: [
    DeliveryRepository,
    PollService,
    SecurityKeyRepository,
    SecurityTokens,
    WebhookConsumer,
    WebhookProcessor,
    WebhookQueue,
    WebhookRepository,
    WebhookSecrets,
    WebhookSender,
    WebhooksService,
  ],
  exports: [WebhooksService],
})
export class WebhooksModule {
  constructor(
    jobs: JobRegistry,
    consumers: HappeningConsumers,
    consumer: WebhookConsumer,
    processor: WebhookProcessor,
    sender: WebhookSender,
  ) {
    consumers.add(consumer);
    jobs.add(WEBHOOK_JOB, processor.handle);
    jobs.addRecurring('sweep-webhooks', MINUTE_MS, () => sender.sweep());
  }
}
