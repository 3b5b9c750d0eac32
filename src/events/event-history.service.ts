import { Injectable } from '@nestjs/common';
import type { NameBook } from '../accounts/account-names.service.js';
import { AccountNamesService } from '../accounts/account-names.service.js';
import { networkOf } from '../kernel/ip-address.js';
import type { Transaction } from '../platform/database/transaction.js';
import { GeoLocator } from '../platform/geoip/geo-locator.js';
import type { EventHistory } from '../risk/domain/event-history.js';
import { EventRepository } from './event.repository.js';

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
      ofAccount: async (accountId, from) => {
        const stored = await this.events.ofAccount(tx, accountId, from);
        await this.names.learnSenders(
          tx,
          stored.map(({ event }) => event.message?.sender),
        );
        return stored.map(({ id, event }) => ({
          id,
          accountId,
          event,
          place: event.sourceIp === undefined ? undefined : this.places.locate(event.sourceIp),
          network: event.sourceIp === undefined ? undefined : networkOf(event.sourceIp),
          sender: book.standing(event.message?.sender, accountId),
        }));
      },
      accountsSignedInFrom: (network, from, to) =>
        this.events.accountsSignedInFrom(tx, network, from, to),
    };
  }
}
