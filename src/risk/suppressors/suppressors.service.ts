import { Injectable } from '@nestjs/common';
import { AccountsService } from '../../accounts/accounts.service.js';
import { AuditLogService } from '../../audit-log/audit-log.service.js';
import type { Operator } from '../../auth/operator.js';
import { DomainError } from '../../kernel/errors.js';
import { newId } from '../../kernel/ids.js';
import { Database } from '../../platform/database/database.js';
import type { Transaction } from '../../platform/database/transaction.js';
import { KIND_RULES, type Suppressor } from '../domain/suppressors/suppressor.js';
import { SuppressionService } from './suppression.service.js';
import { type StoredSuppressor, SuppressorRepository } from './suppressor.repository.js';

/** What an operator declares. */
export type NewSuppressor = Omit<Suppressor, 'id'> & { readonly note: string };

/** What of it may be changed; what is absent stays. */
export type SuppressorChange = Partial<Omit<NewSuppressor, 'kind'>>;

/** Most that can be declared; each signal is compared with all of them. */
const MOST = 5_000;

/** Declaring what the log doesn't say. It holds for events that are folded from then on. */
@Injectable()
export class SuppressorsService {
  constructor(
    private readonly database: Database,
    private readonly repository: SuppressorRepository,
    private readonly suppression: SuppressionService,
    private readonly accounts: AccountsService,
    private readonly auditLog: AuditLogService,
  ) {}

  list(after: string | undefined, limit: number): Promise<StoredSuppressor[]> {
    return this.repository.list(this.database.direct, after, limit);
  }

  /** @throws DomainError `suppressor-not-found` */
  find(id: string): Promise<StoredSuppressor> {
    return this.found(this.database.direct, id);
  }

  /** @throws DomainError `suppressor-incomplete`, `suppressors-too-many`, `account-not-found` */
  async create(declared: NewSuppressor, operator: Operator): Promise<StoredSuppressor> {
    const suppressor = { ...declared, id: newId() };
    return this.write('suppressor.created', operator, async (tx) => {
      if ((await this.repository.all(tx)).length >= MOST)
        throw new DomainError(
          'conflict',
          'suppressors-too-many',
          `There are ${MOST} suppressors already; delete some first.`,
        );
      return suppressor;
    });
  }

  /** @throws DomainError `suppressor-not-found`, `suppressor-incomplete`, `account-not-found` */
  async change(
    id: string,
    change: SuppressorChange,
    operator: Operator,
  ): Promise<StoredSuppressor> {
    return this.write('suppressor.changed', operator, async (tx) => ({
      ...(await this.found(tx, id)),
      ...change,
    }));
  }

  /** @throws DomainError `suppressor-not-found` */
  async remove(id: string, operator: Operator): Promise<void> {
    await this.database.transaction(async (tx) => {
      const { kind, network, account, note } = await this.found(tx, id);
      await this.repository.remove(tx, id);
      await this.suppression.changed(tx);
      await this.auditLog.append(
        {
          actor: operator,
          what: 'suppressor.deleted',
          subject: id,
          detail: { kind, network, account, note },
        },
        tx,
      );
    });
  }

  private write(
    what: string,
    operator: Operator,
    decide: (tx: Transaction) => Promise<Suppressor & { readonly note: string }>,
  ): Promise<StoredSuppressor> {
    return this.database.transaction(async (tx) => {
      const suppressor = await decide(tx);
      refuseIncomplete(suppressor);
      if (suppressor.accountId !== undefined) await this.accounts.get(suppressor.accountId, tx);
      await this.repository.save(tx, suppressor);
      await this.suppression.changed(tx);
      const { id, kind, network, accountId, countries, from, to, days, note, enabled } = suppressor;
      const detail = { kind, network, accountId, countries, from, to, days, note, enabled };
      await this.auditLog.append({ actor: operator, what, subject: id, detail }, tx);
      return this.found(tx, id);
    });
  }

  private async found(tx: Transaction, id: string): Promise<StoredSuppressor> {
    const suppressor = await this.repository.find(tx, id);
    if (suppressor) return suppressor;
    throw new DomainError('not-found', 'suppressor-not-found', 'There is no such suppressor.');
  }
}

function refuseIncomplete(suppressor: Suppressor): void {
  const { kind, from, to } = suppressor;
  const { needs } = KIND_RULES[kind];
  if (!needs.some((field) => suppressor[field] !== undefined))
    throw new DomainError(
      'invalid',
      'suppressor-incomplete',
      `A suppressor of the kind "${kind}" needs ${needs.join(' or ')}.`,
    );
  if (from !== undefined && to !== undefined && to <= from)
    throw new DomainError('invalid', 'suppressor-incomplete', '`to` must be later than `from`.');
}
