import { Injectable } from '@nestjs/common';
import { DAY_MS } from '../kernel/clock.js';
import type { Transaction } from '../platform/database/transaction.js';
import { GeoLocator } from '../platform/geoip/geo-locator.js';
import { attribute } from './domain/attribution.js';
import { episodeStart, HABIT_MS, SET_UP_MS } from './domain/episode.js';
import { type AttributedUse, type Footprint, footprintOf } from './domain/footprint.js';
import { type AccountSpan, FootprintReadModel, type SignalTime } from './footprint.read-model.js';

/** A country from which this share of the untroubled accounts is used is a usual one. */
const USUAL_SHARE = 0.05;

/** What was found of an account. */
export interface AccountTraces {
  readonly footprint: Footprint | undefined;
  /** Every address of the time that was looked at, with whose it is. */
  readonly uses: readonly AttributedUse[];
}

/** Finds out who used accounts in trouble from where. */
@Injectable()
export class FootprintsService {
  constructor(
    private readonly reading: FootprintReadModel,
    private readonly places: GeoLocator,
  ) {}

  /**
   * What there is of the accounts' present episodes, up to now. Accounts without signals, such as
   * those that an operator called compromised, are looked at over the last two days of theirs.
   *
   * @param accounts with the time (ms) of each one's newest event
   */
  async of(
    tx: Transaction,
    accounts: readonly { readonly accountId: string; readonly lastEventAt: number }[],
  ): Promise<Map<string, AccountTraces>> {
    if (accounts.length === 0) return new Map();
    const signals = new Map<string, SignalTime[]>(accounts.map(({ accountId }) => [accountId, []]));
    for (const signal of await this.reading.signals(tx, [...signals.keys()]))
      signals.get(signal.accountId)?.push(signal);
    const spans = accounts.map(({ accountId, lastEventAt }): AccountSpan => {
      const start = episodeStart((signals.get(accountId) ?? []).map(({ at }) => at));
      return { accountId, from: (start ?? lastEventAt) - SET_UP_MS, to: lastEventAt };
    });
    const uses = await this.located(tx, spans);
    const known = await this.reading.networks(
      tx,
      spans.map(({ accountId, from }) => ({ accountId, from: from - HABIT_MS, to: from })),
    );
    const from = Math.min(...spans.map((span) => span.from));
    const to = Math.max(...spans.map((span) => span.to));
    const open = [...uses].flatMap(([accountId, list]) =>
      list.filter(({ network }) => !known.get(accountId)?.has(network)),
    );
    const company = await this.reading.company(
      tx,
      [...new Set(open.map(({ address }) => address))],
      from - DAY_MS,
      to,
    );
    const usualCountries = await this.usualCountries(tx, from - HABIT_MS, to);
    return new Map(
      spans.map(({ accountId, from: suspectFrom }) => {
        const judged = attribute({
          uses: uses.get(accountId) ?? [],
          suspectFrom,
          knownNetworks: known.get(accountId) ?? new Set(),
          usualCountries,
          company,
        });
        const detectors = new Set(
          (signals.get(accountId) ?? [])
            .filter(({ at }) => at >= suspectFrom)
            .map(({ detector }) => detector),
        );
        return [
          accountId,
          { uses: judged, footprint: footprintOf(accountId, judged, [...detectors]) },
        ];
      }),
    );
  }

  private async located(tx: Transaction, spans: readonly AccountSpan[]) {
    const uses = await this.reading.uses(tx, spans);
    return new Map(
      [...uses].map(([accountId, list]) => [
        accountId,
        list.map((use) => ({ ...use, country: this.places.locate(use.address)?.country })),
      ]),
    );
  }

  /** Countries that the site's untroubled accounts are used from. */
  private async usualCountries(tx: Transaction, from: number, to: number): Promise<Set<string>> {
    const seen = await this.reading.untroubled(tx, from, to);
    const accountsOf = new Map<string, Set<string>>();
    for (const { accountId, address } of seen) {
      const country = this.places.locate(address)?.country;
      if (country === undefined) continue;
      accountsOf.set(country, (accountsOf.get(country) ?? new Set()).add(accountId));
    }
    const enough = USUAL_SHARE * new Set(seen.map(({ accountId }) => accountId)).size;
    return new Set(
      [...accountsOf].filter(([, accounts]) => accounts.size >= enough).map(([country]) => country),
    );
  }
}
