import type { OnModuleDestroy } from '@nestjs/common';
import { Module } from '@nestjs/common';
import { AuditLogModule } from '../audit-log/audit-log.module.js';
import { DirectoriesModule } from '../directories/directories.module.js';
import { BreachListsModule } from './breach/breach-lists.module.js';
import { SETTINGS, type Settings } from '../platform/config/settings.js';
import { secretsKey } from '../platform/secrets/secrets-key.js';
import { FORMER_PASSWORDS } from './domain/former-passwords.js';
import { PasswordDigests } from './password-digests.js';
import { PasswordFactsService } from './password-facts.service.js';
import { PasswordGenerator } from './password-generator.service.js';
import { PasswordHistoryRepository } from './password-history.repository.js';
import { PasswordHistory } from './password-history.service.js';
import { PasswordJudge } from './password-judge.service.js';
import { PasswordOwnerReadModel } from './password-owner.read-model.js';
import { PasswordOwners } from './password-owners.service.js';
import { PasswordPoliciesController } from './password-policies.controller.js';
import { PasswordPoliciesService } from './password-policies.service.js';
import { PasswordFindingRepository } from './password-finding.repository.js';
import { PasswordFindingsService } from './password-findings.service.js';
import { PasswordPolicyAdministration } from './password-policy-administration.service.js';
import { PasswordPolicyRepository } from './password-policy.repository.js';
import { PasswordsController } from './passwords.controller.js';
import { PasswordsService } from './passwords.service.js';
import { PolicyContradictionsController } from './policy-contradictions.controller.js';
import { PolicyContradictions } from './policy-contradictions.service.js';
import { StrengthPool } from './strength-pool.js';

/** Password checks and policies over REST. */
@Module({
  imports: [AuditLogModule, BreachListsModule, DirectoriesModule],
  controllers: [PasswordsController, PasswordPoliciesController, PolicyContradictionsController],
  providers: [
    PasswordFindingRepository,
    PasswordFindingsService,
    PasswordsService,
    PasswordFactsService,
    PasswordGenerator,
    PasswordHistory,
    PasswordHistoryRepository,
    PasswordJudge,
    PasswordOwnerReadModel,
    PasswordOwners,
    PasswordPoliciesService,
    PasswordPolicyAdministration,
    PasswordPolicyRepository,
    PolicyContradictions,
    { provide: FORMER_PASSWORDS, useExisting: PasswordHistory },
    {
      provide: PasswordDigests,
      inject: [SETTINGS],
      useFactory: (settings: Settings) => new PasswordDigests(secretsKey(settings)),
    },
    { provide: StrengthPool, useFactory: () => new StrengthPool() },
  ],
  exports: [
    PasswordFindingRepository,
    PasswordFindingsService,
    PasswordJudge,
    PasswordPoliciesService,
    PasswordsService,
    StrengthPool,
  ],
})
export class PasswordsModule implements OnModuleDestroy {
  constructor(private readonly strengths: StrengthPool) {}

  /** Stops the threads when the process drains. */
  async onModuleDestroy(): Promise<void> {
    await this.strengths.close();
  }
}
