import { Injectable } from '@nestjs/common';
import type { Transaction } from '../platform/database/transaction.js';
import type { PolicyHolder } from './domain/assignment.js';

/** Whose password it is, as far as the accounts say. */
export interface PasswordOwner extends PolicyHolder {
  readonly id: string;
  readonly login: string;
  readonly displayName: string | undefined;
  readonly passwordChangedAt: Date | undefined;
}

/** Finds the owners of passwords among the accounts. */
@Injectable()
export class PasswordOwnerReadModel {
  /** @param login canonical, or an alias */
  async find(tx: Transaction, login: string): Promise<PasswordOwner | undefined> {
    const [row]: {
      id: string;
      login: string;
      display_name: string | null;
      directory_id: string | null;
      groups: string[];
      protected: boolean;
      password_changed_at: Date | null;
    }[] = await tx.query(
      `SELECT account.id, account.login, account.display_name, account.directory_id,
              account.groups, account.protected, account.password_changed_at
         FROM account
        WHERE account.login = $1
           OR account.id = (SELECT account_address.account_id FROM account_address
                             WHERE account_address.address = $1)
        ORDER BY account.login = $1 DESC LIMIT 1`,
      [login],
    );
    return (
      row && {
        id: row.id,
        login: row.login,
        displayName: row.display_name ?? undefined,
        directoryId: row.directory_id ?? undefined,
        groups: row.groups,
        isProtected: row.protected,
        passwordChangedAt: row.password_changed_at ?? undefined,
      }
    );
  }
}
