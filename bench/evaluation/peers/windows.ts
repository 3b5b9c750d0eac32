/**
 * Distinct values by key over the last windows, as weakforced's StringStatsDB has them: windows
 * begin at multiples of their length and fall away whole. Exact, where weakforced estimates.
 */
export class TumblingDistinct {
  private readonly windows = new Map<string, Map<number, Set<string>>>();

  constructor(
    private readonly windowMs: number,
    private readonly count: number,
  ) {}

  add(key: string, value: string, at: number): void {
    const window = Math.floor(at / this.windowMs);
    const ofKey = this.windows.get(key) ?? new Map<number, Set<string>>();
    this.windows.set(key, ofKey);
    for (const old of ofKey.keys()) if (old <= window - this.count) ofKey.delete(old);
    const values = ofKey.get(window) ?? new Set<string>();
    ofKey.set(window, values.add(value));
  }

  /** How many distinct values the windows have together. */
  distinct(key: string, at: number): number {
    const window = Math.floor(at / this.windowMs);
    const all = new Set<string>();
    for (const [start, values] of this.windows.get(key) ?? [])
      if (start > window - this.count) for (const value of values) all.add(value);
    return all.size;
  }
}

/** The times of the last occurrences of a key within a sliding window. */
export class SlidingTimes {
  private readonly times = new Map<string, number[]>();

  constructor(private readonly windowMs: number) {}

  /** @returns how many there are in the window, this one included */
  add(key: string, at: number): number {
    const kept = (this.times.get(key) ?? []).filter((time) => time > at - this.windowMs);
    kept.push(at);
    this.times.set(key, kept);
    return kept.length;
  }

  forget(key: string): void {
    this.times.delete(key);
  }
}

/** CrowdSec's leaky bucket: it overflows when an event finds `capacity` others that haven't leaked. */
export class LeakyBuckets {
  private readonly buckets = new Map<string, { level: number; at: number }>();

  constructor(
    private readonly capacity: number,
    private readonly leakMs: number,
  ) {}

  /** @returns whether the bucket of the key overflows; it is empty afterwards */
  pour(key: string, at: number): boolean {
    const bucket = this.buckets.get(key) ?? { level: 0, at };
    const level = Math.max(0, bucket.level - (at - bucket.at) / this.leakMs) + 1;
    if (level <= this.capacity) {
      this.buckets.set(key, { level, at });
      return false;
    }
    this.buckets.delete(key);
    return true;
  }
}
