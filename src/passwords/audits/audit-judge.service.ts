import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { DAY_MS } from '../../kernel/clock.js';
import { BreachLists } from '../breach/breach-lists.service.js';
import type { AuditSubject } from '../domain/audit/subject.js';
import type { BreachAlgorithm } from '../domain/breach/algorithm.js';
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
    private readonly breaches: BreachLists,
  ) {}

  /** Whether there is a list to look digests up in. */
  async hasBreachList(): Promise<boolean> {
    return (await this.breaches.manifests()).length > 0;
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
    const stored = lookup
      ? await this.countOf(lookup.kind, Buffer.from(lookup.digest, 'hex'))
      : undefined;
    if (stored !== undefined || !guessed) return stored;
    return this.countOf('sha1', createHash('sha1').update(guessed.password, 'utf8').digest());
  }

  /** Undefined when there is no list of this kind. */
  private async countOf(kind: BreachAlgorithm, digest: Buffer): Promise<number | undefined> {
    const found = await this.breaches.lookUp(kind, [digest]);
    return found && (found.hits.get(0) ?? 0);
  }
}
