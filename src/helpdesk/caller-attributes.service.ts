import { Injectable } from '@nestjs/common';
import { AccountsService } from '../accounts/accounts.service.js';
import { AuditLogService } from '../audit-log/audit-log.service.js';
import type { Operator } from '../auth/operator.js';
import { DirectoriesService } from '../directories/directories.service.js';
import { DomainError } from '../kernel/errors.js';
import { newId } from '../kernel/ids.js';
import { Database } from '../platform/database/database.js';
import { CallerAttributeRepository } from './caller-attribute.repository.js';
import { type CallerAttribute, rightAnswers } from './domain/caller-attribute.js';

/** What callers may be asked for of what their directory knows; the values stay there. */
@Injectable()
export class CallerAttributes {
  constructor(
    private readonly database: Database,
    private readonly repository: CallerAttributeRepository,
    private readonly accounts: AccountsService,
    private readonly directories: DirectoriesService,
    private readonly auditLog: AuditLogService,
  ) {}

  list(): Promise<CallerAttribute[]> {
    return this.repository.list(this.database.direct);
  }

  /** Those of the account's directory. */
  of(accountId: string): Promise<CallerAttribute[]> {
    return this.repository.of(this.database.direct, accountId);
  }

  /**
   * Says which attributes may be asked for, in the place of what was said before.
   *
   * @throws DomainError `directory-not-found`, `attributes-unsupported`
   */
  async replace(
    attributes: readonly Omit<CallerAttribute, 'id'>[],
    operator: Operator,
  ): Promise<CallerAttribute[]> {
    for (const directoryId of new Set(attributes.map((each) => each.directoryId)))
      await this.refuseUnsupported(directoryId);
    const rows = attributes.map((attribute) => ({ ...attribute, id: newId() }));
    await this.database.transaction(async (tx) => {
      await this.repository.replace(tx, rows);
      await this.auditLog.append(
        {
          actor: operator,
          what: 'helpdesk.caller-attributes-changed',
          detail: { attributes },
        },
        tx,
      );
    });
    return rows;
  }

  /**
   * The right answers for an account, read from its directory now; none where the attribute isn't
   * one of its directory's, or has no value that would prove anything.
   *
   * @throws DomainError `account-not-found`, `directory-unavailable`, `directory-refused`
   */
  async answers(accountId: string, attributeId: string | undefined): Promise<string[]> {
    const attribute = (await this.of(accountId)).find(({ id }) => id === attributeId);
    const { directoryId, ref } = await this.accounts.directoryEntry(accountId);
    if (!attribute || directoryId === undefined || ref === undefined) return [];
    const connector = await this.directories.connectorFor(directoryId);
    const values = await connector.attributes?.(ref, [attribute.attribute]);
    return rightAnswers(attribute, values?.get(attribute.attribute) ?? []);
  }

  private async refuseUnsupported(directoryId: string): Promise<void> {
    const connector = await this.directories.connectorFor(directoryId);
    if (connector.attributes) return;
    throw new DomainError(
      'unprocessable',
      'attributes-unsupported',
      'This kind of directory gives no attributes to verify callers by.',
    );
  }
}
