import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, type Clock } from '../../kernel/clock.js';
import { DomainError } from '../../kernel/errors.js';
import { placeOf } from './caller.js';
import { tooManyRequests } from './rate-limit.guard.js';
import { TokenBuckets } from './token-buckets.js';

/** Messages a minute of one address that may be refused; what is sent after that isn't looked at. */
const REFUSALS_A_MINUTE = 60;

/** Keeps those who send what isn't signed as it must be from keeping us busy with it. */
@Injectable()
export class SignedCalls {
  private readonly refusals = new TokenBuckets(REFUSALS_A_MINUTE);

  constructor(@Inject(CLOCK) private readonly clock: Clock) {}

  /**
   * Does the work, unless too much from this address was refused.
   *
   * @throws DomainError `too-many-requests`, and whatever the work throws
   */
  async from<T>(address: string, work: () => Promise<T>): Promise<T> {
    const place = placeOf(address);
    const now = this.clock.now().getTime();
    if (this.refusals.isEmpty(place, now)) throw tooManyRequests(1);
    try {
      return await work();
    } catch (error) {
      const isOurs = error instanceof DomainError && error.kind === 'unavailable';
      if (!isOurs) this.refusals.take(place, now);
      throw error;
    }
  }
}
