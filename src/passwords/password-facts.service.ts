import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, type Clock, DAY_MS } from '../kernel/clock.js';
import { BREACH_LIST, type BreachList } from './domain/breach/breach-list.js';
import { normalised, type PasswordFacts } from './domain/password-facts.js';
import { costlyFacts, type Occasion } from './domain/policy.js';
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

/** What decides about a password beside its text. */
export interface JudgementContext {
  readonly policy: PolicyInUse;
  /** undefined where nobody knows the account. */
  readonly owner: PasswordOwner | undefined;
  readonly occasion: Occasion;
}

/** Facts about a password whose text is known. */
export type KnownFacts = PasswordFacts & Required<Pick<PasswordFacts, 'text' | 'strength'>>;

/** Finds out what the rules of a policy need to know about a password. */
@Injectable()
export class PasswordFactsService {
  constructor(
    private readonly strengths: StrengthPool,
    @Inject(BREACH_LIST) private readonly breachList: BreachList,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** @throws DomainError `strength-pool-saturated` when too many are being checked */
  async gather(
    offered: OfferedPassword,
    { policy, owner, occasion }: JudgementContext,
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
    const wanted = costlyFacts(policy, occasion);
    const [strength, breachCount] = await Promise.all([
      this.strengths.estimate(text, [...words]),
      wanted.has('breachCount') ? this.breachList.count(text) : undefined,
    ]);
    return {
      text,
      words,
      strength,
      ...(breachCount === undefined ? {} : { breachCount }),
      names: [...logins, ...context],
      secondFactor: offered.secondFactor ?? false,
      ...(previous === undefined ? {} : { previous: normalised(previous) }),
      ...(changedAt === undefined
        ? {}
        : { previousAgeDays: (this.clock.now().getTime() - changedAt.getTime()) / DAY_MS }),
    };
  }
}
