import { Injectable } from '@nestjs/common';
import { AuditLogService } from '../audit-log/audit-log.service.js';
import type { Operator } from '../auth/operator.js';
import { DomainError } from '../kernel/errors.js';
import { Database } from '../platform/database/database.js';
import { Happenings } from '../platform/happenings/happenings.service.js';
import { ActionsService } from '../response/actions.service.js';
import type { Action } from '../response/domain/action.js';
import { CallerVerifications } from './caller-verifications.service.js';
import type { CallerVerification } from './domain/caller-verification.js';
import { mayRelease } from './domain/release.js';
import { ReleaseFactsService } from './release-facts.service.js';

/** How an operator lets an account in again. */
export interface ReleaseRequest {
  /** The verification of the caller, which is used up by it. */
  readonly verificationId: string;
  readonly reason: string;
  /** Whether the password is replaced as well. */
  readonly forceReset: boolean;
}

/**
 * What an operator does for a verified caller. Nothing is done without a verification of this
 * account by this operator (PCI DSS 4.0.1, 8.3.3: the identity is verified before any
 * authentication factor is modified), and some accounts need a second operator.
 */
@Injectable()
export class ReleasesService {
  constructor(
    private readonly database: Database,
    private readonly verifications: CallerVerifications,
    private readonly facts: ReleaseFactsService,
    private readonly actions: ActionsService,
    private readonly happenings: Happenings,
    private readonly auditLog: AuditLogService,
  ) {}

  /**
   * Queues the unlock, after the forced reset where one is asked for: in some directories a reset
   * takes the lock away by itself.
   *
   * @throws DomainError `account-not-found`, `verification-not-found`, `caller-not-verified`,
   * `own-account`, `approver-needed`, and those of asking for an action
   */
  async unlock(
    accountId: string,
    { verificationId, reason, forceReset }: ReleaseRequest,
    operator: Operator,
  ): Promise<Action[]> {
    const { ticket } = await this.spend(accountId, verificationId, 'unlock', operator);
    const ask = (operation: 'force-reset' | 'unlock') =>
      this.actions.request(accountId, { do: operation, reason, ticket, dryRun: false }, operator);
    const actions: Action[] = [];
    if (forceReset) actions.push(await ask('force-reset'));
    actions.push(await ask('unlock'));
    return actions;
  }

  /**
   * Queues a temporary password, which the worker makes and sets. The operator fetches it once,
   * when the action is applied.
   *
   * @throws DomainError as {@link unlock} does
   */
  async temporaryPassword(
    accountId: string,
    { verificationId, reason }: Omit<ReleaseRequest, 'forceReset'>,
    operator: Operator,
  ): Promise<Action> {
    const { ticket } = await this.spend(accountId, verificationId, 'temporary-password', operator);
    const request = { do: 'temporary-password', reason, ticket, dryRun: false } as const;
    return this.actions.request(accountId, request, operator);
  }

  /**
   * Lets a lock hold longer; nobody has to be verified for that.
   *
   * @throws DomainError `account-not-found`, and those of asking for an action
   */
  extendLock(
    accountId: string,
    {
      hours,
      reason,
      ticket,
    }: { readonly hours: number; readonly reason: string; readonly ticket: string },
    operator: Operator,
  ): Promise<Action> {
    const request = { do: 'lock', reason, ticket, dryRun: false, expiresInHours: hours } as const;
    return this.actions.request(accountId, request, operator);
  }

  /** @throws DomainError `account-not-found` */
  async handOver(
    accountId: string,
    { note, ticket }: { readonly note: string; readonly ticket: string },
    operator: Operator,
  ): Promise<void> {
    await this.facts.of(accountId, operator, false);
    await this.database.transaction(async (tx) => {
      const detail = { by: operator.name, note, ticket };
      await this.happenings.record(tx, {
        kind: 'account.handed-over',
        subject: accountId,
        accountId,
        detail,
      });
      await this.auditLog.append(
        {
          actor: operator,
          what: 'account.handed-over',
          subject: accountId,
          detail: { note, ticket },
        },
        tx,
      );
    });
  }

  /** Uses the verification up, before anything is done, so that no crash lets it be used twice. */
  private spend(
    accountId: string,
    verificationId: string,
    purpose: string,
    operator: Operator,
  ): Promise<CallerVerification> {
    return this.database.transaction(async (tx) => {
      const verification = await this.verifications.forRelease(
        tx,
        accountId,
        verificationId,
        operator,
      );
      const isApproved = verification.approvedBy !== undefined;
      const verdict = mayRelease(await this.facts.of(accountId, operator, isApproved));
      if (!verdict.allowed) throw new DomainError('forbidden', verdict.code, verdict.detail);
      await this.verifications.use(tx, verificationId);
      const { method, ticket, approvedBy } = verification;
      await this.auditLog.append(
        {
          actor: operator,
          what: 'helpdesk.released',
          subject: accountId,
          detail: { purpose, verification: verificationId, method, ticket, approvedBy },
        },
        tx,
      );
      return verification;
    });
  }
}
