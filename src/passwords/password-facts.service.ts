import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, type Clock, DAY_MS } from '../kernel/clock.js';
import { BREACH_LIST, type BreachList } from './domain/breach/breach-list.js';
import { FORMER_PASSWORDS, type FormerPasswords } from './domain/former-passwords.js';
import { type CostlyFact, normalised, type PasswordFacts } from './domain/password-facts.js';
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
    @Inject(FORMER_PASSWORDS) private readonly former: FormerPasswords,
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
    const [strength, asked] = await Promise.all([
      this.strengths.estimate(text, [...words]),
      this.ask(text, wanted, owner?.id),
    ]);
    return {
      text,
      words,
      strength,
      ...asked,
      names: [...logins, ...context],
      secondFactor: offered.secondFactor ?? false,
      ...(previous === undefined ? {} : { previous: normalised(previous) }),
      ...(changedAt === undefined
        ? {}
        : { previousAgeDays: (this.clock.now().getTime() - changedAt.getTime()) / DAY_MS }),
    };
  }

  /** What lists and memories say; a fact that nobody knows isn't in it. */
  private async ask(
    text: string,
    wanted: ReadonlySet<CostlyFact>,
    accountId: string | undefined,
  ): Promise<Pick<PasswordFacts, 'breachCount' | 'usedBefore' | 'sharedDaysAgo'>> {
    const [breachCount, usedBefore, sharedDaysAgo] = await Promise.all([
      wanted.has('breachCount') ? this.breachList.count(text) : undefined,
      wanted.has('usedBefore') && accountId !== undefined
        ? this.former.usedBefore(accountId, text)
        : undefined,
      wanted.has('sharedDaysAgo') ? this.former.sharedDaysAgo(text) : undefined,
    ]);
    return {
      ...(breachCount === undefined ? {} : { breachCount }),
      ...(usedBefore === undefined ? {} : { usedBefore }),
      ...(sharedDaysAgo === undefined ? {} : { sharedDaysAgo }),
    };
  }
}
