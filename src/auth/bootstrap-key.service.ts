import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { AuditLogService } from '../audit-log/audit-log.service.js';
import { CLOCK, type Clock } from '../kernel/clock.js';
import { newId } from '../kernel/ids.js';
import { SETTINGS, type Settings } from '../platform/config/settings.js';
import type { Transaction } from '../platform/database/transaction.js';
import { ApiKeyRepository } from './api-key.repository.js';
import { type ApiKey, hashOfKey, isUsable, newKeyText, prefixOfKey } from './domain/api-key.js';

const ACTOR = 'bootstrap';

/**
 * Sees to it that there is an admin key from the first start: the one of BOOTSTRAP_API_KEY, or one
 * that is made and shown once on standard output, in plain words between the log's JSON lines.
 */
@Injectable()
export class BootstrapKey implements OnApplicationBootstrap {
  constructor(
    private readonly repository: ApiKeyRepository,
    private readonly auditLog: AuditLogService,
    @Inject(SETTINGS) private readonly settings: Settings,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    const given = this.settings.BOOTSTRAP_API_KEY;
    if (given === undefined && this.settings.ROLE === 'worker') return;
    const made = await this.repository.transaction(async (transaction) => {
      await this.repository.lockFirstKey(transaction);
      if (given !== undefined) return this.adopt(given, transaction);
      return this.makeFirst(transaction);
    });
    if (made === undefined) return;
    process.stdout.write(
      `\n=== ADMIN API KEY (shown this once, keep it): ${made} ===\n` +
        `=== Use it as: Authorization: Bearer ${made} ===\n\n`,
    );
  }

  // Whoever changes the setting wants the key before it gone.
  private async adopt(text: string, transaction: Transaction): Promise<undefined> {
    const hash = hashOfKey(text);
    const keys = await this.repository.unrevoked(transaction);
    for (const old of keys.filter((key) => key.createdBy === ACTOR && !key.hash.equals(hash))) {
      await this.repository.revoke(old.id, this.clock.now(), transaction);
      await this.record('api-key.revoked', old, transaction);
    }
    const known = await this.repository.withPrefix(prefixOfKey(text), transaction);
    if (known.some((key) => key.hash.equals(hash))) return undefined;
    await this.insert(text, transaction);
    return undefined;
  }

  private async makeFirst(transaction: Transaction): Promise<string | undefined> {
    const now = this.clock.now();
    const keys = await this.repository.unrevoked(transaction);
    if (keys.some((key) => key.scopes.includes('admin') && isUsable(key, now))) return undefined;
    const text = newKeyText();
    await this.insert(text, transaction);
    return text;
  }

  private async insert(text: string, transaction: Transaction): Promise<void> {
    const key: ApiKey = {
      id: newId(),
      name: 'bootstrap',
      prefix: prefixOfKey(text),
      hash: hashOfKey(text),
      scopes: ['admin'],
      createdBy: ACTOR,
      createdAt: this.clock.now(),
      expiresAt: undefined,
      lastUsedAt: undefined,
      revokedAt: undefined,
    };
    await this.repository.insert(key, transaction);
    await this.record('api-key.created', key, transaction);
  }

  private async record(what: string, key: ApiKey, transaction: Transaction): Promise<void> {
    const { id, name, prefix, scopes } = key;
    const detail = { name, prefix, scopes };
    await this.auditLog.append({ actor: ACTOR, what, subject: id, detail }, transaction);
  }
}
