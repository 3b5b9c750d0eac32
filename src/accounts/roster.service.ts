import { Injectable } from '@nestjs/common';
import type { DirectoryAccount } from '../directories/domain/connector.js';
import type { RosterSink } from '../directories/domain/roster-sink.js';
import { Database } from '../platform/database/database.js';
import { AccountNamesService } from './account-names.service.js';
import { type RosterEntry, RosterRepository } from './roster.repository.js';

/** Makes accounts of what directories list, so that senders and logins can be checked against it. */
@Injectable()
export class RosterService implements RosterSink {
  constructor(
    private readonly database: Database,
    private readonly roster: RosterRepository,
    private readonly names: AccountNamesService,
  ) {}

  async receive(directoryId: string, accounts: readonly DirectoryAccount[]): Promise<void> {
    const entries = new Map<string, RosterEntry>();
    for (const account of accounts) {
      const login = this.names.canonical(account.login);
      if (login === undefined || entries.has(login)) continue;
      entries.set(login, {
        login,
        ref: account.ref,
        displayName: account.displayName,
        addresses: account.addresses.flatMap((address) => this.names.canonical(address) ?? []),
        mail: account.mail === undefined ? undefined : this.names.canonical(account.mail),
        unit: account.unit,
        groups: account.groups ?? [],
        state: account.state,
      });
    }
    if (entries.size === 0) return;
    await this.database.transaction(async (tx) => {
      // First, as it waits for the batch under way: a batch holds this row when it makes accounts.
      await this.roster.announce(tx);
      await this.roster.save(tx, directoryId, [...entries.values()]);
    });
  }

  async gone(directoryId: string, refs: readonly string[]): Promise<void> {
    await this.database.transaction(async (tx) => {
      await this.roster.announce(tx);
      await this.roster.forget(tx, directoryId, refs);
    });
  }

  finished(directoryId: string, seenSince: Date): Promise<void> {
    return this.untie(directoryId, seenSince);
  }

  removed(directoryId: string): Promise<void> {
    return this.untie(directoryId, undefined);
  }

  private async untie(directoryId: string, seenSince: Date | undefined): Promise<void> {
    await this.database.transaction(async (tx) => {
      await this.roster.announce(tx);
      await this.roster.forgetUnseen(tx, directoryId, seenSince);
    });
  }
}
