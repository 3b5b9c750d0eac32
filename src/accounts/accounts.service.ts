import { Injectable } from '@nestjs/common';
import { AuditLogService } from '../audit-log/audit-log.service.js';
import type { Operator } from '../auth/operator.js';
import type { DirectoryState } from '../directories/domain/connector.js';
import { DomainError } from '../kernel/errors.js';
import type { NewHappening } from '../kernel/happening.js';
import { Database } from '../platform/database/database.js';
import type { Transaction } from '../platform/database/transaction.js';
import { Happenings } from '../platform/happenings/happenings.service.js';
import { AccountReadModel, type AccountRow } from './account.read-model.js';
import { AccountStandingRepository, type StandingMove } from './account-standing.repository.js';
import type { Standing } from './domain/standing.js';

/** How an account is found in its directory. */
export interface DirectoryEntry {
  readonly login: string;
  readonly directoryId: string | undefined;
  /** The directory's own name for it; undefined until a sync has seen it. */
  readonly ref: string | undefined;
  readonly isProtected: boolean;
}

/** The accounts we watch, as other features need them. */
@Injectable()
export class AccountsService {
  constructor(
    private readonly database: Database,
    private readonly reading: AccountReadModel,
    private readonly standings: AccountStandingRepository,
    private readonly auditLog: AuditLogService,
    private readonly happenings: Happenings,
  ) {}

  /** @throws DomainError `account-not-found` */
  async get(id: string, tx: Transaction = this.database.direct): Promise<AccountRow> {
    return found(await this.reading.find(tx, id));
  }

  /** @throws DomainError `account-not-found` */
  async directoryEntry(id: string): Promise<DirectoryEntry> {
    return found(await this.standings.entry(this.database.direct, id));
  }

  /** Login and protection mark of accounts, by id. */
  protectionOf(tx: Transaction, ids: readonly string[]) {
    return this.standings.protection(tx, ids);
  }

  /** Directory id of those accounts that have one. */
  directoriesOf(tx: Transaction, ids: readonly string[]): Promise<Map<string, string>> {
    return this.standings.directories(tx, ids);
  }

  /** Keeps what was read back from directories, by account. */
  noteDirectoryStates(tx: Transaction, states: ReadonlyMap<string, DirectoryState>): Promise<void> {
    return this.standings.saveDirectoryStates(tx, states);
  }

  /**
   * Applied actions, by account: each changes where the account stands, unless an operator has said
   * where.
   */
  async noteActions(tx: Transaction, operations: ReadonlyMap<string, string>): Promise<void> {
    const moves = new Map<string, Standing>();
    for (const [id, operation] of operations) {
      const standing = STANDING_AFTER[operation];
      if (standing) moves.set(id, standing);
    }
    const moved = await this.standings.move(tx, moves);
    await this.happenings.record(tx, moved.flatMap(standingChanged));
  }

  /**
   * An operator's word on the account, for good until the next one.
   *
   * @param at ms; up to this time evidence is settled by the verdict
   * @throws DomainError `account-not-found`
   */
  async decideStanding(
    tx: Transaction,
    id: string,
    standing: Extract<Standing, 'confirmed-compromised' | 'confirmed-safe'>,
    at: number,
  ): Promise<void> {
    const before = found(await this.standings.decide(tx, id, standing, at));
    await this.happenings.record(tx, standingChanged({ id, from: before, to: standing }));
  }

  /** Marks an account as one that the machine never touches, or takes the mark off. */
  async protect(id: string, isProtected: boolean, operator: Operator): Promise<AccountRow> {
    return this.database.transaction(async (tx) => {
      if (!(await this.standings.protect(tx, id, isProtected))) throw notFound();
      await this.auditLog.append(
        {
          actor: operator,
          what: 'account.protection-changed',
          subject: id,
          detail: { isProtected },
        },
        tx,
      );
      return this.get(id, tx);
    });
  }
}

/** What is told of it; nothing where the account stands as before. */
function standingChanged({ id, from, to }: StandingMove): NewHappening[] {
  if (from === to) return [];
  return [{ kind: 'account.standing-changed', subject: id, accountId: id, detail: { from, to } }];
}

const STANDING_AFTER: Readonly<Record<string, Standing | undefined>> = {
  lock: 'contained',
  disable: 'contained',
  'force-reset': 'remediated',
  'temporary-password': 'remediated',
  unlock: 'watched',
  enable: 'watched',
};

function found<Row>(row: Row | undefined): Row {
  if (row === undefined) throw notFound();
  return row;
}

function notFound(): DomainError {
  return new DomainError('not-found', 'account-not-found', 'There is no such account.');
}
