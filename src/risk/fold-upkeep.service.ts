import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, type Clock, DAY_MS, HOUR_MS } from '../kernel/clock.js';
import { Database } from '../platform/database/database.js';
import { sourceDayOf } from './domain/source-window.js';
import { FoldRepository } from './fold.repository.js';
import { KnownGoodRepository } from './known-good.repository.js';
import { ScoringService } from './scoring.service.js';

/** A score is computed anew when it is this much behind. */
const STALE_MS = HOUR_MS / 4;
const AT_ONCE = 500;

/** Keeps scores falling while nothing happens, and drops states that nobody will need again. */
@Injectable()
export class FoldUpkeepService {
  constructor(
    private readonly database: Database,
    private readonly repository: FoldRepository,
    private readonly knownGood: KnownGoodRepository,
    private readonly scoring: ScoringService,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * Lets the scores decay up to now. The clock is that of the log: no later than the newest event,
   * so an old log that was imported keeps the levels that it had at its end.
   */
  async refreshScores(): Promise<void> {
    const newest = await this.repository.newestEventAt(this.database.direct);
    if (newest === undefined) return;
    const now = Math.min(newest, this.clock.now().getTime());
    let scored: number;
    do {
      scored = await this.database.transaction((tx) =>
        this.scoring.refresh(tx, now - STALE_MS, now, AT_ONCE),
      );
    } while (scored === AT_ONCE);
  }

  /** Drops checkpoints, source days and histories of days before `before` (ms). */
  async dropBefore(before: number): Promise<void> {
    await this.database.transaction(async (tx) => {
      await this.repository.dropBefore(tx, sourceDayOf(before - DAY_MS));
      await this.knownGood.dropBefore(tx, before);
    });
  }
}
