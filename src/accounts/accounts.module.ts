import { Global, Module } from '@nestjs/common';
import { AuditLogModule } from '../audit-log/audit-log.module.js';
import { ROSTER_SINK } from '../directories/domain/roster-sink.js';
import { AccountNamesService } from './account-names.service.js';
import { AccountStandingRepository } from './account-standing.repository.js';
import { AccountReadModel } from './account.read-model.js';
import { AccountRepository } from './account.repository.js';
import { AccountsController } from './accounts.controller.js';
import { AccountsService } from './accounts.service.js';
import { GuardedAccountReadModel } from './guarded-account.read-model.js';
import { GuardedAccountsService } from './guarded-accounts.service.js';
import { RosterRepository } from './roster.repository.js';
import { RosterService } from './roster.service.js';

/** The accounts we watch, their names, aliases and standing. Global: directories hand it their lists. */
@Global()
@Module({
  imports: [AuditLogModule],
  controllers: [AccountsController],
  providers: [
    AccountNamesService,
    AccountReadModel,
    AccountRepository,
    AccountStandingRepository,
    AccountsService,
    GuardedAccountReadModel,
    GuardedAccountsService,
    RosterRepository,
    RosterService,
    { provide: ROSTER_SINK, useExisting: RosterService },
  ],
  exports: [AccountNamesService, AccountsService, GuardedAccountsService, ROSTER_SINK],
})
export class AccountsModule {}
