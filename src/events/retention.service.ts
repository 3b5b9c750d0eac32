import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, type Clock, DAY_MS } from '../kernel/clock.js';
import { SETTINGS, type Settings } from '../platform/config/settings.js';
import { FoldUpkeepService } from '../risk/fold-upkeep.service.js';
import { EventRepository } from './event.repository.js';

/** Drops what is older than the site wants to keep. */
@Injectable()
export class RetentionService {
  constructor(
    private readonly events: EventRepository,
    private readonly upkeep: FoldUpkeepService,
    @Inject(SETTINGS) private readonly settings: Settings,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Events go by whole days, and so do the states that only they could need again. */
  async apply(): Promise<void> {
    const days = this.settings.EVENT_RETENTION_DAYS;
    if (days === 0) return;
    const before = this.clock.now().getTime() - days * DAY_MS;
    await this.events.dropDaysBefore(before);
    await this.upkeep.dropBefore(before);
  }
}
