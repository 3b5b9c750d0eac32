import { Inject, Injectable } from '@nestjs/common';
import { AccountsService } from '../accounts/accounts.service.js';
import { AuditLogService } from '../audit-log/audit-log.service.js';
import type { Operator } from '../auth/operator.js';
import { CLOCK, type Clock, MINUTE_MS } from '../kernel/clock.js';
import { DomainError } from '../kernel/errors.js';
import { newId } from '../kernel/ids.js';
import { Database } from '../platform/database/database.js';
import type { Transaction } from '../platform/database/transaction.js';
import { callerKey } from '../platform/http/caller.js';
import { CallerAttributes } from './caller-attributes.service.js';
import { CallerVerificationRepository } from './caller-verification.repository.js';
import { CodeSender } from './code-sender.service.js';
import type { Contact } from './contact.repository.js';
import { ContactsService } from './contacts.service.js';
import {
  ACCOUNT_AN_HOUR,
  type CallerVerification,
  digestOf,
  newCode,
  OPERATOR_AN_HOUR,
  PENDING_MINUTES,
  type VerificationMethod,
} from './domain/caller-verification.js';
import { OperatorAccounts } from './operator-accounts.service.js';

/** How an operator wants to make sure who calls. */
export interface VerificationRequest {
  readonly method: VerificationMethod;
  /** The ticket of the call, in the helpdesk's or our words. */
  readonly ticket: string;
  /** Which registered contact; needed by `code`, `fact` and `call-back`. */
  readonly contactId?: string | undefined;
  /** Which attribute of the directory; needed by `attribute`. */
  readonly attributeId?: string | undefined;
}

/** Begins to make sure who calls. */
@Injectable()
export class VerificationStart {
  constructor(
    private readonly database: Database,
    private readonly repository: CallerVerificationRepository,
    private readonly contacts: ContactsService,
    private readonly attributes: CallerAttributes,
    private readonly accounts: AccountsService,
    private readonly own: OperatorAccounts,
    private readonly codes: CodeSender,
    private readonly auditLog: AuditLogService,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * Begins one: a code is sent, or the caller is asked.
   *
   * @throws DomainError `account-not-found`, `own-account`, `contact-unusable`,
   * `too-many-verifications`, `code-not-sent`, `directory-unavailable`, `directory-refused`
   */
  async begin(
    accountId: string,
    request: VerificationRequest,
    operator: Operator,
  ): Promise<CallerVerification> {
    const { method, ticket, contactId, attributeId } = request;
    await this.accounts.directoryEntry(accountId);
    await this.own.refuse(accountId, operator);
    const contact = await this.contactFor(accountId, method, contactId);
    const expected =
      method === 'attribute'
        ? await this.expectedOf(accountId, attributeId)
        : this.expected(method, contact);
    const createdAt = this.clock.now();
    const verification: CallerVerification = {
      id: newId(),
      accountId,
      operator: callerKey(operator),
      ticket,
      method,
      contactId: contact?.id ?? attributeId,
      status: 'pending',
      salt: expected?.salt,
      codeDigest: expected?.digest,
      tries: 0,
      approvedBy: undefined,
      createdAt,
      expiresAt: new Date(createdAt.getTime() + PENDING_MINUTES * MINUTE_MS),
    };
    await this.database.transaction(async (tx) => {
      await this.refuseTooMany(tx, verification);
      await this.repository.add(tx, verification);
      const detail = { verification: verification.id, method, ticket };
      await this.auditLog.append(
        { actor: operator, what: 'caller.verification-begun', subject: accountId, detail },
        tx,
      );
    });
    // After the row, which counts the try whatever becomes of the code.
    if (expected?.code !== undefined && contact && contact.kind !== 'fact')
      await this.codes.send(contact.kind, this.contacts.valueOf(contact), expected.code);
    return verification;
  }

  private async contactFor(
    accountId: string,
    method: VerificationMethod,
    contactId: string | undefined,
  ): Promise<Contact | undefined> {
    if (method === 'manager' || method === 'attribute') return undefined;
    const contact = (await this.contacts.of(accountId)).find(({ id }) => id === contactId);
    const fits =
      method === 'code'
        ? contact?.kind === 'mail' || contact?.kind === 'phone'
        : contact?.kind === (method === 'fact' ? 'fact' : 'phone');
    if (contact && fits) return contact;
    throw unusable(method);
  }

  /** Read from the directory now, and kept as digests alone. */
  private async expectedOf(accountId: string, attributeId: string | undefined) {
    const answers = await this.attributes.answers(accountId, attributeId);
    if (answers.length === 0) throw unusable('attribute');
    const { salt } = newCode();
    const digest = Buffer.concat(answers.map((answer) => digestOf(salt, answer)));
    return { salt, digest, code: undefined };
  }

  private expected(method: VerificationMethod, contact: Contact | undefined) {
    if (method === 'code') return newCode();
    if (method !== 'fact' || !contact) return undefined;
    const { salt } = newCode();
    return { salt, digest: digestOf(salt, this.contacts.valueOf(contact)), code: undefined };
  }

  private async refuseTooMany(tx: Transaction, verification: CallerVerification): Promise<void> {
    const { accountId, operator } = verification;
    const begun = await this.repository.begun(tx, accountId, operator);
    if (begun.account < ACCOUNT_AN_HOUR && begun.operator < OPERATOR_AN_HOUR) return;
    throw new DomainError(
      'too-many',
      'too-many-verifications',
      'Too many verifications were begun within an hour. Hand the call over to security.',
      { retryAfter: 3_600 },
    );
  }
}

function unusable(method: VerificationMethod): DomainError {
  return new DomainError(
    'unprocessable',
    'contact-unusable',
    `The account has nothing for ${method} of this id. Its card lists the ways that there are.`,
  );
}
