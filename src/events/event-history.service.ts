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
      ofAccounts: async (accounts) => {
        const stored = await this.events.ofAccounts(tx, accounts);
        await this.names.learnSenders(
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
      },
      accountsSignedInFrom: (network, from, to) =>
        this.events.accountsSignedInFrom(tx, network, from, to),
    };
  }
}
