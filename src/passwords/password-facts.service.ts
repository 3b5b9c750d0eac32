import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, type Clock, DAY_MS } from '../kernel/clock.js';
import { normalised, type PasswordFacts } from './domain/password-facts.js';
import { wordsOf } from './domain/words.js';
import type { PasswordOwner } from './password-owner.read-model.js';
import type { PolicyInUse } from './password-policies.service.js';
import { StrengthPool } from './strength-pool.js';

/** What is offered, and what is said of its owner. */
export interface OfferedPassword {
  readonly password: string;
  /** Login name or mail address of the owner. */
  readonly account?: string | undefined;
  /** Display name, organisation, town and the like. */
  readonly context: readonly string[];
  /** The password that it replaces. */
  readonly previousPassword?: string | undefined;
  /** Whether signing in takes a second factor beside it. */
  readonly secondFactor?: boolean | undefined;
}

/** Facts about a password whose text is known. */
export type KnownFacts = PasswordFacts & Required<Pick<PasswordFacts, 'text' | 'strength'>>;

/** Finds out what the rules of a policy need to know about a password. */
@Injectable()
export class PasswordFactsService {
  constructor(
    private readonly strengths: StrengthPool,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** @throws DomainError `strength-pool-saturated` when too many are being checked */
  async gather(
    offered: OfferedPassword,
    policy: PolicyInUse,
    owner: PasswordOwner | undefined,
  ): Promise<KnownFacts> {
    const { account, previousPassword: previous } = offered;
    const text = normalised(offered.password);
    const logins = [account, owner?.login].filter((login) => login !== undefined);
    const context = [
      ...offered.context,
      ...(owner?.displayName === undefined ? [] : [owner.displayName]),
    ];
    const words = wordsOf([...new Set(logins)], [...context, ...policy.words]);
    const changedAt = owner?.passwordChangedAt;
    return {
      text,
      words,
      strength: await this.strengths.estimate(text, [...words]),
      names: [...logins, ...context],
      secondFactor: offered.secondFactor ?? false,
      ...(previous === undefined ? {} : { previous: normalised(previous) }),
      ...(changedAt === undefined
        ? {}
        : { previousAgeDays: (this.clock.now().getTime() - changedAt.getTime()) / DAY_MS }),
    };
  }
}
