import { timingSafeEqual } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { CLOCK, type Clock, SECOND_MS } from '../kernel/clock.js';
import { ApiKeyRepository } from './api-key.repository.js';
import { type ApiKey, hashOfKey, isUsable, MAX_KEY_LENGTH, prefixOfKey } from './domain/api-key.js';

/** How long a key that another process revoked may still work here. */
const CACHE_MS = 5 * SECOND_MS;
const CACHED_KEYS = 10_000;

/** Says whose an API key is. Valid keys are remembered for five seconds; nothing else is. */
@Injectable()
export class ApiKeyCredentials {
  private readonly revokedHere = new Set<string>();
  private readonly cache = new LRUCache<string, ApiKey, string>({
    max: CACHED_KEYS,
    ttl: CACHE_MS,
    // Requests that arrive together ask the database once.
    fetchMethod: (_hash, _stale, { context: key }) => this.lookUp(key),
  });

  constructor(
    private readonly repository: ApiKeyRepository,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** The key's row when it may be used now; undefined when the text is no such key. */
  async verify(key: string): Promise<ApiKey | undefined> {
    if (key.length > MAX_KEY_LENGTH) return undefined;
    const found = await this.cache.fetch(cacheKey(key), { context: key });
    return found && this.isUsableHere(found) ? found : undefined;
  }

  /** Whether the key was found valid within the last seconds, so that asking again costs nothing. */
  isFresh(key: string): boolean {
    return key.length <= MAX_KEY_LENGTH && this.cache.has(cacheKey(key));
  }

  /** Refuses the key from now on, whatever is remembered of it. */
  forget(id: string): void {
    this.revokedHere.add(id);
  }

  private async lookUp(key: string): Promise<ApiKey | undefined> {
    const hash = hashOfKey(key);
    const candidates = await this.repository.withPrefix(prefixOfKey(key));
    const found = candidates.find((candidate) => timingSafeEqual(candidate.hash, hash));
    return found && this.isUsableHere(found) ? found : undefined;
  }

  private isUsableHere(key: ApiKey): boolean {
    return isUsable(key, this.clock.now()) && !this.revokedHere.has(key.id);
  }
}

function cacheKey(key: string): string {
  return hashOfKey(key).toString('base64');
}
