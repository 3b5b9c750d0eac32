import { Injectable } from '@nestjs/common';
import { AccountsService } from '../accounts/accounts.service.js';
import { DirectoriesService } from '../directories/directories.service.js';
import type { DirectoryConnector } from '../directories/domain/connector.js';
import type { ActionOutcome } from './domain/action.js';

/** The directory's entry of an account, and the way to it. */
export interface Target {
  readonly connector: DirectoryConnector;
  readonly ref: string;
  readonly directoryId: string;
}

/** Finds what an action is to act on. */
@Injectable()
export class ActionTargets {
  constructor(
    private readonly accounts: AccountsService,
    private readonly directories: DirectoriesService,
  ) {}

  /**
   * The directory's entry of the account, or why there is none to act on.
   *
   * @throws DomainError `account-not-found`, `no-directory`, `directory-unavailable` and what else keeps a directory from answering
   */
  async of(accountId: string): Promise<Target | ActionOutcome> {
    const account = await this.accounts.directoryEntry(accountId);
    const { connector, directoryId } = await this.directories.connectorForAccount(
      account.directoryId,
    );
    const ref = account.ref ?? (await connector.lookup(account.login))?.ref;
    return ref === undefined
      ? {
          code: 'not-in-directory',
          detail: 'The directory has no account of this name, so there is nothing to act on.',
        }
      : { connector, ref, directoryId };
  }
}
