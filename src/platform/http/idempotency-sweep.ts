import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { HOUR_MS } from '../../kernel/clock.js';
import { IdempotencyRepository } from './idempotency.repository.js';

/** Drops the answers that were kept long enough, each hour. */
@Injectable()
export class IdempotencySweep implements OnApplicationShutdown {
  private readonly logger = new Logger('IdempotencySweep');
  private readonly timer: NodeJS.Timeout;

  constructor(private readonly records: IdempotencyRepository) {
    this.timer = setInterval(() => void this.sweep(), HOUR_MS).unref();
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
  }

  // The next hour tries again; until then a few rows too many do no harm.
  private async sweep(): Promise<void> {
    try {
      await this.records.sweep();
    } catch (error) {
      this.logger.warn({ msg: 'kept answers were not swept', err: error });
    }
  }
}
