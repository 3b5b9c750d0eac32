import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, type Clock } from '../kernel/clock.js';
import type { Transaction } from '../platform/database/transaction.js';
import { type Caller, callerKey } from '../platform/http/caller.js';
import { AuditLogRepository } from './audit-log.repository.js';
import { withoutSecrets } from './domain/without-secrets.js';

/** Something that was done, to be kept for good. */
export interface NewAuditEntry {
  /** Who did it: the operator, or the name of a part of the machine such as `response-policy`. */
  readonly actor: string | (Pick<Caller, 'id' | 'kind'> & { readonly requestId?: string });
  /** What was done, `<thing>.<past participle>`: `api-key.created`, `account.locked`. */
  readonly what: string;
  /** What it was done to: an id, or a name where there is none. */
  readonly subject?: string;
  /** Anything JSON that explains it. Fields named like secrets are left out. */
  readonly detail?: Readonly<Record<string, unknown>>;
}

/** The append-only, hash-chained record of everything that was done through or by Authwarden. */
@Injectable()
export class AuditLogService {
  constructor(
    private readonly repository: AuditLogRepository,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * Appends an entry; with a transaction it stands or falls with that. The chain is locked from
   * here to the end of the transaction, so append last and commit soon.
   */
  async append(entry: NewAuditEntry, transaction?: Transaction): Promise<void> {
    await this.appendAll([entry], transaction);
  }

  /** {@link append} for several entries, with one lock and one statement. */
  async appendAll(entries: readonly NewAuditEntry[], transaction?: Transaction): Promise<void> {
    if (entries.length === 0) return;
    const at = this.clock.now();
    const facts = entries.map(({ actor, what, subject, detail }) => ({
      at,
      actor: typeof actor === 'string' ? actor : callerKey(actor),
      what,
      subject,
      detail: withoutSecrets(detail ?? {}),
      requestId: typeof actor === 'string' ? undefined : actor.requestId,
    }));
    await this.repository.append(facts, transaction);
  }
}
