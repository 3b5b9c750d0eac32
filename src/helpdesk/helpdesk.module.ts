import { Inject, Module, type OnApplicationBootstrap } from '@nestjs/common';
import { AccountsModule } from '../accounts/accounts.module.js';
import { AuditLogModule } from '../audit-log/audit-log.module.js';
import { DirectoriesModule } from '../directories/directories.module.js';
import { IncidentsModule } from '../incidents/incidents.module.js';
import { DAY_MS, MINUTE_MS } from '../kernel/clock.js';
import { PasswordsModule } from '../passwords/passwords.module.js';
import { SETTINGS, type Settings } from '../platform/config/settings.js';
import { GeoipModule } from '../platform/geoip/geoip.module.js';
import { HappeningConsumers } from '../platform/happenings/happening-consumers.service.js';
import { JobRegistry } from '../platform/queue/job-registry.js';
import { ResponseModule } from '../response/response.module.js';
import { SecretsModule } from '../platform/secrets/secrets.module.js';
import { AffairsService } from './affairs.service.js';
import { CallerAttributeRepository } from './caller-attribute.repository.js';
import { CallerAttributesController } from './caller-attributes.controller.js';
import { CallerAttributes } from './caller-attributes.service.js';
import { CallerVerificationRepository } from './caller-verification.repository.js';
import { CallerVerifications } from './caller-verifications.service.js';
import { CardsService } from './cards.service.js';
import { CodeSender } from './code-sender.service.js';
import { ContactRepository } from './contact.repository.js';
import { ContactsService } from './contacts.service.js';
import { HookRepository } from './hook.repository.js';
import { HooksController } from './hooks.controller.js';
import { Hooks } from './hooks.service.js';
import { InboundController } from './inbound.controller.js';
import { InboundSecretsController } from './inbound-secrets.controller.js';
import { InboundSecrets } from './inbound-secrets.service.js';
import { InboundService } from './inbound.service.js';
import { OperatorAccounts } from './operator-accounts.service.js';
import { ReleaseFactsService } from './release-facts.service.js';
import { ReleasesService } from './releases.service.js';
import { VerificationController } from './verification.controller.js';
import { VerificationStart } from './verification-start.service.js';
import { WorklistReadModel } from './worklist.read-model.js';
import { CounterController } from './counter.controller.js';
import { ReleaseController } from './release.controller.js';
import { EvidenceReadModel } from './evidence.read-model.js';
import { EvidenceService } from './evidence.service.js';
import { HelpdeskConnectors } from './helpdesk-connectors.service.js';
import { HelpdeskSecrets } from './helpdesk-secrets.service.js';
import { HelpdeskTester } from './helpdesk-test.service.js';
import { HelpdeskRepository } from './helpdesk.repository.js';
import { HelpdesksController } from './helpdesks.controller.js';
import { HelpdesksService } from './helpdesks.service.js';
import { NoticeConsumer } from './notices/notice-consumer.service.js';
import { NoticeSender } from './notices/notice-sender.service.js';
import { NoticeReadModel } from './notices/notice.read-model.js';
import { NoticeRepository } from './notices/notice.repository.js';
import { NoticesController } from './notices/notices.controller.js';
import { TicketDesk } from './ticket-desk.service.js';
import { TicketPlanner } from './ticket-planner.service.js';
import { TicketPoller } from './ticket-poller.service.js';
import { HELPDESK_JOB, TicketQueue } from './ticket-queue.service.js';
import { TicketSender } from './ticket-sender.service.js';
import { TicketTexts } from './ticket-texts.service.js';
import { TicketProcessor } from './ticket.processor.js';
import { TicketNoteRepository } from './ticket-note.repository.js';
import { TicketReadModel } from './ticket.read-model.js';
import { TicketRepository } from './ticket.repository.js';
import { TicketsController } from './tickets.controller.js';

/** Helpdesks, their tickets, and what an operator of theirs may do. */
@Module({
  imports: [
    AccountsModule,
    AuditLogModule,
    DirectoriesModule,
    ResponseModule,
    GeoipModule,
    IncidentsModule,
    PasswordsModule,
    SecretsModule,
  ],
  controllers: [
    CallerAttributesController,
    CounterController,
    HooksController,
    InboundController,
    InboundSecretsController,
    NoticesController,
    ReleaseController,
    VerificationController,
    HelpdesksController,
    TicketsController,
  ],
  providers: [
    AffairsService,
    CallerAttributeRepository,
    CallerAttributes,
    CallerVerificationRepository,
    CallerVerifications,
    CardsService,
    CodeSender,
    ContactRepository,
    ContactsService,
    HookRepository,
    Hooks,
    InboundSecrets,
    InboundService,
    OperatorAccounts,
    ReleaseFactsService,
    ReleasesService,
    VerificationStart,
    WorklistReadModel,
    EvidenceReadModel,
    EvidenceService,
    HelpdeskConnectors,
    HelpdeskRepository,
    HelpdeskSecrets,
    HelpdesksService,
    HelpdeskTester,
    NoticeConsumer,
    NoticeReadModel,
    NoticeRepository,
    NoticeSender,
    TicketDesk,
    TicketNoteRepository,
    TicketPlanner,
    TicketPoller,
    TicketProcessor,
    TicketQueue,
    TicketReadModel,
    TicketRepository,
    TicketSender,
    TicketTexts,
  ],
})
export class HelpdeskModule implements OnApplicationBootstrap {
  constructor(
    jobs: JobRegistry,
    consumers: HappeningConsumers,
    planner: TicketPlanner,
    processor: TicketProcessor,
    poller: TicketPoller,
    hooks: Hooks,
    noticeConsumer: NoticeConsumer,
    notices: NoticeSender,
    private readonly sender: TicketSender,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {
    consumers.add(planner);
    consumers.add(noticeConsumer);
    jobs.add(HELPDESK_JOB, processor.handle);
    jobs.addRecurring('poll-tickets', 5 * MINUTE_MS, (_job, abort) => poller.pollAll(abort));
    jobs.addRecurring('send-notices', MINUTE_MS, (_job, abort) => notices.flush(abort));
    jobs.addRecurring('drop-hooks', DAY_MS, () => hooks.dropOld());
    jobs.addRecurring('sweep-tickets', MINUTE_MS, () => sender.sweep());
  }

  /** What a crash has left half done shouldn't wait for the next sweep. */
  async onApplicationBootstrap(): Promise<void> {
    if (this.settings.ROLE !== 'api') await this.sender.sweep();
  }
}
