import { Injectable } from '@nestjs/common';
import { DomainError } from '../kernel/errors.js';
import type { Transaction } from '../platform/database/transaction.js';
import {
  type AccountSelection,
  GuardedAccountReadModel,
  type GuardedAccountRow,
} from './guarded-account.read-model.js';

/** An account with all that decides on what may be done about it. */
export type GuardedAccount = GuardedAccountRow;

/** What guard rails and campaigns ask about accounts. */
@Injectable()
export class GuardedAccountsService {
  constructor(private readonly reading: GuardedAccountReadModel) {}

  /** By id; those that don't exist are left out. */
  of(tx: Transaction, ids: readonly string[]): Promise<Map<string, GuardedAccount>> {
    return this.reading.of(tx, ids);
  }

  /** @throws DomainError `account-not-found` */
  async get(tx: Transaction, id: string): Promise<GuardedAccount> {
    const account = (await this.reading.of(tx, [id])).get(id);
    if (!account)
      throw new DomainError('not-found', 'account-not-found', 'There is no such account.');
    return account;
  }

  /** Every account of a selection, so many at a time. */
  async *select(
    tx: Transaction,
    selection: Omit<AccountSelection, 'after'>,
    pageSize: number,
  ): AsyncIterable<readonly GuardedAccount[]> {
    let page: GuardedAccount[] = [];
    do {
      page = await this.reading.page(tx, { ...selection, after: page.at(-1)?.id }, pageSize);
      if (page.length > 0) yield page;
    } while (page.length === pageSize);
  }

  /** How many accounts each directory lists; a directory that lists none is left out. */
  directorySizes(tx: Transaction, directoryIds: readonly string[]): Promise<Map<string, number>> {
    return this.reading.directorySizes(tx, directoryIds);
  }

  /** Accounts of a directory that can sign in and are in a group that fits a pattern with stars. */
  async activeMembers(
    tx: Transaction,
    directoryId: string,
    groupPatterns: readonly string[],
  ): Promise<Set<string>> {
    return new Set(await this.reading.activeMembers(tx, directoryId, groupPatterns));
  }
}
