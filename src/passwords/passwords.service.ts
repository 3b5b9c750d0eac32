import { Injectable } from '@nestjs/common';
import type { Occasion } from './domain/policy.js';
import type { OfferedPassword } from './password-facts.service.js';
import { PasswordJudge, type PasswordVerdict } from './password-judge.service.js';
import { PasswordOwners } from './password-owners.service.js';
import { PasswordPoliciesService } from './password-policies.service.js';

/** What is asked about a password. */
export interface PasswordQuestion extends OfferedPassword {
  /** Name of the policy; the one that holds for the account without. */
  readonly policy?: string | undefined;
  readonly occasion: Occasion;
}

/** Answers those who have a password to choose. */
@Injectable()
export class PasswordsService {
  constructor(
    private readonly policies: PasswordPoliciesService,
    private readonly owners: PasswordOwners,
    private readonly judge: PasswordJudge,
  ) {}

  /**
   * Whether the password may be chosen.
   *
   * @throws DomainError `password-too-long`, `password-policy-not-found`, `strength-pool-saturated`
   */
  async check({ policy: name, occasion, ...offered }: PasswordQuestion): Promise<PasswordVerdict> {
    const owner = await this.owners.find(offered.account);
    const policy = name === undefined ? this.policies.for(owner) : this.policies.named(name);
    return this.judge.judge(offered, { policy: await policy, owner, occasion });
  }
}
