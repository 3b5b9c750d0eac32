import { Module } from '@nestjs/common';
import { AuditLogModule } from '../audit-log/audit-log.module.js';
import { DAY_MS, MINUTE_MS } from '../kernel/clock.js';
import { HappeningConsumers } from '../platform/happenings/happening-consumers.service.js';
import { JobRegistry } from '../platform/queue/job-registry.js';
import { SecretsModule } from '../platform/secrets/secrets.module.js';
import { RiskModule } from '../risk/risk.module.js';
import { DeliveriesController } from './deliveries.controller.js';
import { DeliveryRepository } from './delivery.repository.js';
import { PollService } from './poll.service.js';
import { SecurityEventsController } from './security-events.controller.js';
import { SecurityKeyRepository } from './security-key.repository.js';
import { SecurityTokens } from './security-tokens.service.js';
import { ReceivedEventRepository } from './transmitters/received-event.repository.js';
import { ReceptionController } from './transmitters/reception.controller.js';
import { Reception } from './transmitters/reception.service.js';
import { SecurityEventTokens } from './transmitters/security-event-tokens.service.js';
import { TransmitterKeys } from './transmitters/transmitter-keys.service.js';
import { TransmitterRepository } from './transmitters/transmitter.repository.js';
import { TransmittersController } from './transmitters/transmitters.controller.js';
import { TransmittersService } from './transmitters/transmitters.service.js';
import { WebhookConsumer } from './webhook-consumer.service.js';
import { WEBHOOK_JOB, WebhookQueue } from './webhook-queue.service.js';
import { WebhookSecrets } from './webhook-secrets.service.js';
import { WebhookSender } from './webhook-sender.service.js';
import { WebhookProcessor } from './webhook.processor.js';
import { WebhookRepository } from './webhook.repository.js';
import { WebhooksController } from './webhooks.controller.js';
import { WebhooksService } from './webhooks.service.js';

/** What happens, posted to whoever wants to hear of it; and what others tell of our accounts. */
@Module({
  imports: [AuditLogModule, RiskModule, SecretsModule],
  controllers: [
    DeliveriesController,
    ReceptionController,
    SecurityEventsController,
    TransmittersController,
    WebhooksController,
  ],
  providers: [
    DeliveryRepository,
    PollService,
    ReceivedEventRepository,
    Reception,
    SecurityEventTokens,
    SecurityKeyRepository,
    SecurityTokens,
    TransmitterKeys,
    TransmitterRepository,
    TransmittersService,
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
    reception: Reception,
  ) {
    consumers.add(consumer);
    jobs.add(WEBHOOK_JOB, processor.handle);
    jobs.addRecurring('sweep-webhooks', MINUTE_MS, () => sender.sweep());
    jobs.addRecurring('drop-security-events', DAY_MS, () => reception.dropOld());
  }
}
