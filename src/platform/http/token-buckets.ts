import { LRUCache } from 'lru-cache';
import { MINUTE_MS, SECOND_MS } from '../../kernel/clock.js';

const MAX_KEYS = 50_000;

/** What is left of somebody's allowance. */
export interface Allowance {
  readonly allowed: boolean;
  /** Whole requests that are left. */
  readonly remaining: number;
  /** Seconds until there is one more (when refused) or until all are back (when allowed). */
  readonly waitSeconds: number;
}

interface Bucket {
  tokens: number;
  filledAt: number;
}

/**
 * Token buckets: each key may make `perMinute` requests in a burst, and the allowance comes back
 * evenly. The keys used longest ago are forgotten first, which gives them a full bucket.
 */
export class TokenBuckets {
  private readonly buckets = new LRUCache<string, Bucket>({ max: MAX_KEYS });

  constructor(readonly perMinute: number) {}

  /** Takes one from the key's bucket, if there is one. @param now milliseconds since the epoch */
  take(key: string, now: number): Allowance {
    const bucket = this.filled(key, now);
    const allowed = bucket.tokens >= 1;
    if (allowed) bucket.tokens -= 1;
    this.buckets.set(key, bucket);
    const missing = allowed ? this.perMinute - bucket.tokens : 1 - bucket.tokens;
    return {
      allowed,
      remaining: Math.floor(bucket.tokens),
      waitSeconds: Math.ceil((missing * MINUTE_MS) / this.perMinute / SECOND_MS),
    };
  }

  /** Whether the key's bucket is empty; takes nothing. */
  isEmpty(key: string, now: number): boolean {
    return this.buckets.has(key) && this.filled(key, now).tokens < 1;
  }

  private filled(key: string, now: number): Bucket {
    const bucket = this.buckets.get(key);
    if (!bucket) return { tokens: this.perMinute, filledAt: now };
    const gained = (Math.max(0, now - bucket.filledAt) * this.perMinute) / MINUTE_MS;
    return { tokens: Math.min(this.perMinute, bucket.tokens + gained), filledAt: now };
  }
}
