import { Injectable } from '@nestjs/common';
import { normalised } from './domain/password-facts.js';
import { costlyFacts, type Occasion } from './domain/policy.js';
import type { OfferedPassword } from './password-facts.service.js';
import { PasswordHistory } from './password-history.service.js';
import { PasswordJudge, type PasswordVerdict } from './password-judge.service.js';
import { PasswordOwners } from './password-owners.service.js';
import { PasswordPoliciesService } from './password-policies.service.js';

/** What is asked about a password. */
export interface PasswordQuestion extends OfferedPassword {
  /** Name of the policy; the one that holds for the account without. */
  readonly policy?: string | undefined;
  readonly occasion: Occasion;
  /** Whether it is chosen if it passes; the history rules remember it then. */
  readonly chosen: boolean;
}

/** Answers those who have a password to choose. */
@Injectable()
export class PasswordsService {
  constructor(
    private readonly policies: PasswordPoliciesService,
    private readonly owners: PasswordOwners,
    private readonly judge: PasswordJudge,
    private readonly history: PasswordHistory,
  ) {}

  /**
   * Whether the password may be chosen.
   *
   * @throws DomainError `password-too-long`, `password-policy-not-found`, `strength-pool-saturated`,
   *   `secrets-key-missing` where a history rule is in force
   */
  async check(question: PasswordQuestion): Promise<PasswordVerdict> {
    const { policy: name, occasion, chosen, ...offered } = question;
    const owner = await this.owners.find(offered.account);
    const policy = name === undefined ? this.policies.for(owner) : this.policies.named(name);
    const context = { policy: await policy, owner, occasion };
    const verdict = await this.judge.judge(offered, context);
    if (chosen && verdict.violations.length === 0)
      await this.history.note(
        owner?.id,
        normalised(offered.password),
        costlyFacts(context.policy, occasion),
      );
    return verdict;
  }
}
