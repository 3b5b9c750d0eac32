import { Injectable } from '@nestjs/common';
import type { NameBook } from '../accounts/account-names.service.js';
import { AccountNamesService } from '../accounts/account-names.service.js';
import { networkOf } from '../kernel/ip-address.js';
import type { Transaction } from '../platform/database/transaction.js';
import { GeoLocator } from '../platform/geoip/geo-locator.js';
import type { AccountSince, EventHistory } from '../risk/domain/event-history.js';
import type { FoldEvent } from '../risk/domain/fold-event.js';
import { EventRepository } from './event.repository.js';
import type { StoredEvent } from './stored-event.js';

/** Hands stored events to the fold, with what preparing and the directory say of them. */
@Injectable()
export class EventHistoryService {
  constructor(
    private readonly events: EventRepository,
    private readonly places: GeoLocator,
    private readonly names: AccountNamesService,
  ) {}

  /** The history as one transaction sees it. */
  in(tx: Transaction, book: NameBook): EventHistory {
    return {
      ofAccounts: async (accounts) =>
        this.foldable(tx, await this.events.ofAccounts(tx, accounts), this.names, book),
      accountsSignedInFrom: (network, from, to) =>
        this.events.accountsSignedInFrom(tx, network, from, to),
    };
  }

  /**
   * Events of accounts, each from its `from` up to `to` (ms, exclusive), in the order of the fold
   * and some at a time: for work beside ingest.
   */
  async *streamOf(
    tx: Transaction,
    accounts: readonly AccountSince[],
    to: number,
    atOnce: number,
  ): AsyncIterable<readonly FoldEvent[]> {
    const names = this.names.apart();
    const book = await names.open(tx, 0, [], new Set());
    for await (const stored of this.events.streamOf(tx, accounts, to, atOnce))
      yield await this.foldable(tx, stored, names, book);
  }

  private async foldable(
    tx: Transaction,
    stored: readonly StoredEvent[],
    names: AccountNamesService,
    book: NameBook,
  ): Promise<FoldEvent[]> {
    await names.learnSenders(
      tx,
      stored.map(({ event }) => event.message?.sender),
    );
    return stored.flatMap(({ id, accountId, event }) => {
      if (accountId === undefined) return [];
      const { sourceIp, message } = event;
      return {
        id,
        accountId,
        event,
        place: sourceIp === undefined ? undefined : this.places.locate(sourceIp),
        network: sourceIp === undefined ? undefined : networkOf(sourceIp),
        sender: book.standing(message?.sender, accountId),
      };
    });
  }
}
