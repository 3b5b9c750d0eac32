import type { OnModuleDestroy } from '@nestjs/common';
import { Module } from '@nestjs/common';
import { PasswordPoliciesService } from './password-policies.service.js';
import { PasswordFindingRepository } from './password-finding.repository.js';
import { PasswordFindingsService } from './password-findings.service.js';
import { PasswordsController } from './passwords.controller.js';
import { PasswordsService } from './passwords.service.js';
import { StrengthPool } from './strength-pool.js';

/** Password checks over REST. */
@Module({
  controllers: [PasswordsController],
  providers: [
    PasswordFindingRepository,
    PasswordFindingsService,
    PasswordsService,
    PasswordPoliciesService,
    { provide: StrengthPool, useFactory: () => new StrengthPool() },
  ],
  exports: [PasswordFindingsService, PasswordsService, PasswordPoliciesService],
})
export class PasswordsModule implements OnModuleDestroy {
  constructor(private readonly strengths: StrengthPool) {}

  /** Stops the threads when the process drains. */
  async onModuleDestroy(): Promise<void> {
    await this.strengths.close();
  }
}
