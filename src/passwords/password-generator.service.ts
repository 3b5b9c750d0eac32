import { randomInt } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { DomainError } from '../kernel/errors.js';
import { type Drawn, passphrase, randomCharacters } from './domain/generation.js';
import type { PolicyInUse } from './password-policies.service.js';
import { PasswordJudge } from './password-judge.service.js';
import { PasswordOwners } from './password-owners.service.js';
import { PasswordPoliciesService } from './password-policies.service.js';
import { effWordList } from './word-list.js';

const MOST_TRIES = 24;
/** After so many tries the next ones are longer. */
const TRIES_A_LENGTH = 6;

/** What is wanted. */
export interface GenerationOrder {
  readonly kind: 'passphrase' | 'random';
  readonly words: number;
  readonly length: number;
  readonly policy?: string | undefined;
  readonly account?: string | undefined;
}

/** A password that passes. */
export interface GeneratedPassword extends Drawn {
  readonly policy: PolicyInUse;
}

/** Draws passwords that a policy lets pass. They aren't kept. */
@Injectable()
export class PasswordGenerator {
  private readonly list = effWordList();

  constructor(
    private readonly policies: PasswordPoliciesService,
    private readonly owners: PasswordOwners,
    private readonly judge: PasswordJudge,
  ) {}

  /**
   * As short as is wanted where the policy allows that; longer where it asks for more.
   *
   * @throws DomainError `password-policy-not-found`, `no-password-passes`, `strength-pool-saturated`
   */
  async generate(order: GenerationOrder): Promise<GeneratedPassword> {
    const owner = await this.owners.find(order.account);
    const policy =
      order.policy === undefined
        ? await this.policies.for(owner)
        : await this.policies.named(order.policy);
    for (let attempt = 0; attempt < MOST_TRIES; attempt += 1) {
      const drawn = this.draw(order, attempt);
      const offered = { password: drawn.password, account: order.account, context: [] };
      const context = { policy, owner, occasion: 'set' } as const;
      const { violations } = await this.judge.judge(offered, context);
      if (violations.length === 0) return { ...drawn, policy };
    }
    throw new DomainError(
      'unprocessable',
      'no-password-passes',
      'No password of this kind passes the policy. Look at its rules, or ask for the other kind.',
    );
  }

  private draw({ kind, words, length }: GenerationOrder, attempt: number): Drawn {
    const more = Math.floor(attempt / TRIES_A_LENGTH);
    if (kind === 'random') return randomCharacters(length + 4 * more, randomInt);
    const digits = attempt % 2 === 1;
    return passphrase(words + more, { list: this.list, digits }, randomInt);
  }
}
