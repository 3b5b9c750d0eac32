import { Inject, Injectable } from '@nestjs/common';
import { AuditLogService } from '../audit-log/audit-log.service.js';
import type { Operator } from '../auth/operator.js';
import { CLOCK, type Clock } from '../kernel/clock.js';
import { DomainError } from '../kernel/errors.js';
import { Database } from '../platform/database/database.js';
import type { Transaction } from '../platform/database/transaction.js';
import { callerKey } from '../platform/http/caller.js';
import type { Assignment } from './domain/assignment.js';
import type { PolicyRule } from './domain/policy-rule.js';
import { DEFAULT_POLICY_NAME, isStandard, PRESETS } from './domain/presets/presets.js';
import { PasswordPoliciesService, policyNotFound, presets } from './password-policies.service.js';
import { PasswordPolicyRepository, type StoredPolicy } from './password-policy.repository.js';

const MOST_POLICIES = 200;

/** What an operator decides about a policy. */
export interface PolicyContent {
  readonly description: string;
  readonly rules: readonly PolicyRule[];
  readonly words: readonly string[];
  readonly assignments: readonly Assignment[];
}

/** Makes, changes and removes password policies; every change is a version. */
@Injectable()
export class PasswordPolicyAdministration {
  constructor(
    private readonly repository: PasswordPolicyRepository,
    private readonly policies: PasswordPoliciesService,
    private readonly database: Database,
    private readonly auditLog: AuditLogService,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** @throws DomainError `password-policy-name-taken`, `too-many-password-policies` */
  create(name: string, content: PolicyContent, operator: Operator): Promise<StoredPolicy> {
    return this.keep(name, operator, 'created', async (tx) => {
      const present = await this.repository.current(tx);
      if (PRESETS.has(name) || present.some((policy) => policy.name === name)) throw nameTaken();
      if (present.length >= MOST_POLICIES) throw tooMany();
      return content;
    });
  }

  /**
   * @param basedOn version that the change was made from; any without
   * @throws DomainError `password-policy-not-found`, `password-policy-read-only`, `password-policy-changed`
   */
  replace(
    name: string,
    content: PolicyContent,
    basedOn: number | undefined,
    operator: Operator,
  ): Promise<StoredPolicy> {
    if (isStandard(name)) throw readOnly();
    return this.keep(name, operator, 'changed', async (tx, newest) => {
      await this.mustExist(tx, name);
      if (basedOn !== undefined && basedOn !== newest) throw changedMeanwhile();
      return content;
    });
  }

  /** @throws DomainError `password-policy-not-found`, `password-policy-read-only` */
  async remove(name: string, operator: Operator): Promise<void> {
    if (PRESETS.has(name)) throw readOnly();
    await this.keep(name, operator, 'removed', async (tx) => {
      await this.mustExist(tx, name);
      return undefined;
    });
  }

  /** Versions of a policy, the newest first. @throws DomainError `password-policy-not-found` */
  async versions(
    name: string,
    before: number | undefined,
    limit: number,
  ): Promise<readonly StoredPolicy[]> {
    const kept = await this.repository.versions(this.database.direct, name, before, limit);
    const first = presets().filter((preset) => preset.name === name && (before ?? 2) > 1);
    const all = [...kept, ...first].slice(0, limit);
    if (all.length === 0 && before === undefined) throw policyNotFound();
    return all;
  }

  private async mustExist(tx: Transaction, name: string): Promise<void> {
    const present = await this.repository.current(tx);
    const isKept = present.some((policy) => policy.name === name);
    if (!isKept && name !== DEFAULT_POLICY_NAME) throw policyNotFound();
  }

  /** @param contentOf undefined when the policy is to go */
  private async keep(
    name: string,
    operator: Operator,
    what: 'created' | 'changed' | 'removed',
    contentOf: (tx: Transaction, newest: number) => Promise<PolicyContent | undefined>,
  ): Promise<StoredPolicy> {
    const kept = await this.database.transaction(async (tx) => {
      // A preset's own form counts as its first version.
      const newest = Math.max(
        await this.repository.lockNewest(tx, name),
        PRESETS.has(name) ? 1 : 0,
      );
      const content = await contentOf(tx, newest);
      const version = {
        ...(content ?? { description: '', rules: [], words: [], assignments: [] }),
        name,
        version: newest + 1,
        removed: content === undefined,
        changedAt: this.clock.now(),
        changedBy: callerKey(operator),
      };
      await this.repository.add(tx, version);
      const rules = version.rules.map(({ rule, set, change }) => `${rule} ${set}/${change}`);
      const detail = { version: version.version, rules, assignments: version.assignments };
      await this.auditLog.append(
        { actor: operator, what: `password-policy.${what}`, subject: name, detail },
        tx,
      );
      return version;
    });
    this.policies.forget();
    return kept;
  }
}

function nameTaken(): DomainError {
  return new DomainError(
    'conflict',
    'password-policy-name-taken',
    'Another password policy has this name. Choose another one, or change that policy.',
  );
}

function tooMany(): DomainError {
  return new DomainError(
    'unprocessable',
    'too-many-password-policies',
    `There are ${MOST_POLICIES} password policies already. Remove one that nobody needs.`,
  );
}

function readOnly(): DomainError {
  return new DomainError(
    'conflict',
    'password-policy-read-only',
    'This policy comes with the product. Make one of your own with `basedOn` and change that.',
  );
}

function changedMeanwhile(): DomainError {
  return new DomainError(
    'conflict',
    'password-policy-changed',
    'Somebody has changed the policy meanwhile. Read it again and repeat the change.',
  );
}
