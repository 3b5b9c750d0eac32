import { timingSafeEqual } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, type Clock, DAY_MS } from '../kernel/clock.js';
import { Database } from '../platform/database/database.js';
import type { FormerPasswords } from './domain/former-passwords.js';
import type { CostlyFact } from './domain/password-facts.js';
import { PasswordDigests } from './password-digests.js';
import { PasswordHistoryRepository } from './password-history.repository.js';

const EVERYBODY = 'shared';

/** Knows, by digests, which passwords were chosen before; only where a policy's rules ask for it. */
@Injectable()
export class PasswordHistory implements FormerPasswords {
  constructor(
    private readonly repository: PasswordHistoryRepository,
    private readonly digests: PasswordDigests,
    private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async usedBefore(accountId: string, password: string): Promise<number> {
    const digest = await this.digests.of(password, accountId);
    const former = await this.repository.former(this.database.direct, accountId);
    return (
      former.findIndex((one) => one.length === digest.length && timingSafeEqual(one, digest)) + 1
    );
  }

  async sharedDaysAgo(password: string): Promise<number> {
    const digest = await this.digests.of(password, EVERYBODY);
    const at = await this.repository.sharedAt(this.database.direct, digest);
    if (!at) return Number.POSITIVE_INFINITY;
    return (this.clock.now().getTime() - at.getTime()) / DAY_MS;
  }

  /** Notes that a password was chosen, for the rules that will ask. */
  async note(
    accountId: string | undefined,
    password: string,
    wanted: ReadonlySet<CostlyFact>,
  ): Promise<void> {
    const at = this.clock.now();
    const tx = this.database.direct;
    if (accountId !== undefined && wanted.has('usedBefore'))
      await this.repository.add(tx, accountId, await this.digests.of(password, accountId), at);
    if (wanted.has('sharedDaysAgo'))
      await this.repository.addShared(tx, await this.digests.of(password, EVERYBODY), at);
  }
}
