import { Injectable } from '@nestjs/common';
import { AccountsService } from '../accounts/accounts.service.js';
import { AuditLogService } from '../audit-log/audit-log.service.js';
import type { Operator } from '../auth/operator.js';
import { newId } from '../kernel/ids.js';
import { Database } from '../platform/database/database.js';
import { SecretBox } from '../platform/secrets/secret-box.js';
import { type Contact, type ContactKind, ContactRepository } from './contact.repository.js';
import { masked } from './domain/caller-verification.js';

/** Something by which a caller can be recognised, as it is registered. */
export interface NewContact {
  readonly kind: ContactKind;
  readonly name: string;
  readonly value: string;
}

/** What callers can be recognised by. Values go in and are never shown whole. */
@Injectable()
export class ContactsService {
  constructor(
    private readonly database: Database,
    private readonly repository: ContactRepository,
    private readonly accounts: AccountsService,
    private readonly box: SecretBox,
    private readonly auditLog: AuditLogService,
  ) {}

  of(accountId: string): Promise<Contact[]> {
    return this.repository.of(this.database.direct, accountId);
  }

  /**
   * Registers what an account's owner can be recognised by, in the place of what was there.
   *
   * @throws DomainError `account-not-found`, `secrets-key-missing`
   */
  async replace(
    accountId: string,
    contacts: readonly NewContact[],
    operator: Operator,
  ): Promise<Contact[]> {
    await this.accounts.directoryEntry(accountId);
    const rows = contacts.map(({ kind, name, value }) => {
      const id = newId();
      const sealed = this.box.seal(value, contextOf(id));
      return { id, accountId, kind, name, shown: masked(kind, value), sealed };
    });
    await this.database.transaction(async (tx) => {
      await this.repository.replace(tx, accountId, rows);
      const detail = { contacts: rows.map(({ kind, name, shown }) => ({ kind, name, shown })) };
      await this.auditLog.append(
        { actor: operator, what: 'helpdesk.contacts-changed', subject: accountId, detail },
        tx,
      );
    });
    return rows;
  }

  /** The value itself, for sending a code to it or comparing an answer with it. */
  valueOf({ id, sealed }: Contact): string {
    return this.box.open(sealed, contextOf(id));
  }
}

function contextOf(id: string): string {
  return `contact ${id}`;
}
