import { createHash } from 'node:crypto';
import { Inject, Injectable, Optional } from '@nestjs/common';
import { DAY_MS } from '../../kernel/clock.js';
import type { AuditSubject } from '../domain/audit/subject.js';
import { BREACH_DIGESTS, type BreachDigests } from '../domain/breach-digests.js';
import type { TestResult } from '../domain/findings/finding.js';
import { normalised, type PasswordFacts } from '../domain/password-facts.js';
import { judge, type PreparedPolicy } from '../domain/policy.js';
import { wordsOf } from '../domain/words.js';
import { StrengthPool } from '../strength-pool.js';
import type { GuessingResult } from './guessing-task.js';

/** Brings what a thread found together with the policy and the breach list. */
@Injectable()
export class AuditJudge {
  constructor(
    private readonly strengths: StrengthPool,
    @Optional() @Inject(BREACH_DIGESTS) private readonly breaches: BreachDigests | undefined,
  ) {}

  /** Whether there is a list to look digests up in. */
  get hasBreachList(): boolean {
    return this.breaches !== undefined;
  }

  /** @param words of the organisation */
  async judge(
    policy: PreparedPolicy,
    subject: AuditSubject,
    result: GuessingResult,
    { now, words }: { readonly now: Date; readonly words: readonly string[] },
  ): Promise<TestResult> {
    const { guessed } = result;
    const breachCount = await this.breachCount(result);
    const changedAt = subject.changedAt === undefined ? undefined : Date.parse(subject.changedAt);
    const facts: PasswordFacts = {
      ...(guessed ? await this.factsOf(guessed.password, subject, words) : {}),
      ...(breachCount === undefined ? {} : { breachCount }),
      ...(changedAt === undefined ? {} : { ageDays: (now.getTime() - changedAt) / DAY_MS }),
      compromised: (breachCount ?? 0) > 0,
    };
    const { violations } = judge(policy, facts, 'audit');
    const { scheme, grade, significantBytes, isEmpty, tries } = result;
    return {
      ...(scheme === undefined ? {} : { scheme }),
      ...(grade === undefined ? {} : { grade }),
      ...(significantBytes === undefined ? {} : { significantBytes }),
      isEmpty,
      ...(guessed
        ? {
            guessed: {
              source: guessed.source,
              tries,
              ...(facts.strength ? { score: facts.strength.score } : {}),
            },
          }
        : {}),
      ...(breachCount === undefined ? {} : { breachCount }),
      violations,
    };
  }

  private async factsOf(
    password: string,
    subject: AuditSubject,
    words: readonly string[],
  ): Promise<PasswordFacts> {
    const text = normalised(password);
    const names = [
      subject.login,
      ...(subject.displayName === undefined ? [] : [subject.displayName]),
    ];
    const known = wordsOf([subject.login], [...names.slice(1), ...words]);
    return {
      text,
      strength: await this.strengths.estimate(text, [...known]),
      words: known,
      names,
    };
  }

  /** By the digest that is stored, or by the password where it was guessed. */
  private async breachCount({ lookup, guessed }: GuessingResult): Promise<number | undefined> {
    if (!this.breaches) return undefined;
    const stored = lookup ? await this.breaches.countOf(lookup.kind, lookup.digest) : undefined;
    if (stored !== undefined || !guessed) return stored;
    const digest = createHash('sha1').update(guessed.password, 'utf8').digest('hex');
    return this.breaches.countOf('sha1', digest);
  }
}
