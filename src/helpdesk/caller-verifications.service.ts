import { Inject, Injectable } from '@nestjs/common';
import { AuditLogService } from '../audit-log/audit-log.service.js';
import type { Operator } from '../auth/operator.js';
import { CLOCK, type Clock, MINUTE_MS } from '../kernel/clock.js';
import { DomainError } from '../kernel/errors.js';
import { Database } from '../platform/database/database.js';
import type { Transaction } from '../platform/database/transaction.js';
import { callerKey } from '../platform/http/caller.js';
import { CallerVerificationRepository } from './caller-verification.repository.js';
import {
  type CallerVerification,
  isRight,
  MAX_TRIES,
  statusAt,
  VERIFIED_MINUTES,
} from './domain/caller-verification.js';
import { OperatorAccounts } from './operator-accounts.service.js';

/** Makes sure that a caller is who he says, before anybody lets an account in again. */
@Injectable()
export class CallerVerifications {
  constructor(
    private readonly database: Database,
    private readonly repository: CallerVerificationRepository,
    private readonly own: OperatorAccounts,
    private readonly auditLog: AuditLogService,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * Takes the caller's answer: the code, the fact, or (call-back) the operator's word that the owner
   * answered the registered phone.
   *
   * @throws DomainError `verification-not-found`, `verification-not-pending`, `wrong-answer`
   */
  async confirm(
    accountId: string,
    id: string,
    answer: string | undefined,
    operator: Operator,
  ): Promise<CallerVerification> {
    const { verification, isWrong } = await this.database.transaction(async (tx) => {
      const before = await this.pending(tx, accountId, id, operator);
      const right = rightAnswer(before, answer);
      const failed = !right && before.tries + 1 >= MAX_TRIES;
      await this.repository.change(tx, id, {
        ...(right ? this.nowVerified() : { wrong: true }),
        ...(failed ? { status: 'failed' as const } : {}),
      });
      const what = right ? 'caller.verified' : 'caller.answered-wrongly';
      await this.record(tx, operator, what, before);
      return { verification: found(await this.repository.lock(tx, id)), isWrong: !right };
    });
    if (!isWrong) return verification;
    const left = MAX_TRIES - verification.tries;
    throw new DomainError(
      'unprocessable',
      'wrong-answer',
      left > 0
        ? `That is not the right answer; ${left} left.`
        : 'That is not the right answer, and was the last try. Begin another verification.',
    );
  }

  /**
   * Another operator's word: that he knows the caller (`manager`), or that a guarded account may be
   * released.
   *
   * @throws DomainError `verification-not-found`, `verification-not-pending`, `own-verification`, `own-account`
   */
  async approve(id: string, operator: Operator): Promise<CallerVerification> {
    return this.database.transaction(async (tx) => {
      const before = found(await this.repository.lock(tx, id));
      if (before.operator === callerKey(operator))
        throw new DomainError(
          'forbidden',
          'own-verification',
          'Nobody approves the verification that he began himself. Ask another operator.',
        );
      await this.own.refuse(before.accountId, operator);
      const status = statusAt(before, this.clock.now());
      if (status !== 'pending' && status !== 'verified') throw notPending(status);
      await this.repository.change(tx, id, {
        approvedBy: callerKey(operator),
        ...(before.method === 'manager' ? this.nowVerified() : {}),
      });
      await this.record(tx, operator, 'caller.verification-approved', before);
      return found(await this.repository.lock(tx, id));
    });
  }

  /**
   * The verification that a release rests on. It is used up by the caller of this, in the same
   * transaction.
   *
   * @throws DomainError `verification-not-found`, `caller-not-verified`
   */
  async forRelease(
    tx: Transaction,
    accountId: string,
    id: string,
    operator: Operator,
  ): Promise<CallerVerification> {
    const verification = found(await this.repository.lock(tx, id));
    if (verification.accountId !== accountId || verification.operator !== callerKey(operator))
      throw notFound();
    const status = statusAt(verification, this.clock.now());
    if (status === 'verified') return verification;
    throw new DomainError(
      'conflict',
      'caller-not-verified',
      `The verification is ${status}. Verify the caller (again) before the release.`,
    );
  }

  async use(tx: Transaction, id: string): Promise<void> {
    await this.repository.change(tx, id, { status: 'used' });
  }

  private nowVerified() {
    const expiresAt = new Date(this.clock.now().getTime() + VERIFIED_MINUTES * MINUTE_MS);
    return { status: 'verified' as const, expiresAt };
  }

  private async pending(
    tx: Transaction,
    accountId: string,
    id: string,
    operator: Operator,
  ): Promise<CallerVerification> {
    const verification = found(await this.repository.lock(tx, id));
    if (verification.accountId !== accountId || verification.operator !== callerKey(operator))
      throw notFound();
    const status = statusAt(verification, this.clock.now());
    if (status !== 'pending') throw notPending(status);
    return verification;
  }

  private record(
    tx: Transaction,
    operator: Operator,
    what: string,
    { id, accountId, method, ticket }: CallerVerification,
  ): Promise<void> {
    const detail = { verification: id, method, ticket };
    return this.auditLog.append({ actor: operator, what, subject: accountId, detail }, tx);
  }
}

/** A manager's word comes by approval alone; a call-back needs no answer but that it was made. */
function rightAnswer(
  { method, salt, codeDigest }: CallerVerification,
  answer: string | undefined,
): boolean {
  if (method === 'call-back') return true;
  if (method === 'manager' || !salt || !codeDigest || answer === undefined) return false;
  return isRight(answer, salt, codeDigest);
}

function notPending(status: string): DomainError {
  return new DomainError(
    'conflict',
    'verification-not-pending',
    `The verification is ${status}. Begin another one.`,
  );
}

function notFound(): DomainError {
  return new DomainError(
    'not-found',
    'verification-not-found',
    'There is no such verification of this account by you.',
  );
}

function found(verification: CallerVerification | undefined): CallerVerification {
  if (!verification) throw notFound();
  return verification;
}
