import { Inject, Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { CLOCK, type Clock, MINUTE_MS } from '../kernel/clock.js';
import { ApiKeyRepository } from './api-key.repository.js';

/** Keeps when keys were used last in memory and writes it once a minute, so no request waits for it. */
@Injectable()
export class ApiKeyUsage implements OnApplicationShutdown {
  private readonly logger = new Logger('ApiKeyUsage');
  private readonly timer: NodeJS.Timeout;
  private uses = new Map<string, Date>();

  constructor(
    private readonly repository: ApiKeyRepository,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {
    this.timer = setInterval(() => void this.flush(), MINUTE_MS).unref();
  }

  note(id: string): void {
    this.uses.set(id, this.clock.now());
  }

  /** Writes what was noted. A failure costs a time of last use and nothing else, so it is logged. */
  async flush(): Promise<void> {
    if (this.uses.size === 0) return;
    const uses = this.uses;
    this.uses = new Map();
    try {
      await this.repository.recordUse(uses);
    } catch (error) {
      this.logger.warn({ msg: 'the last use of API keys was not written', err: error });
    }
  }

  async onApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    await this.flush();
  }
}
