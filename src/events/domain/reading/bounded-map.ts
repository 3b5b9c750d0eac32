import { z } from 'zod';

/**
 * Remembers at most `capacity` values; the one that was set longest ago gives way. Setting a key
 * again makes it the youngest.
 */
export class BoundedMap<V> {
  private readonly values = new Map<string, V>();

  constructor(
    private readonly capacity: number,
    entries: Iterable<readonly [string, V]> = [],
  ) {
    for (const [key, value] of entries) this.set(key, value);
  }

  get(key: string): V | undefined {
    return this.values.get(key);
  }

  /** @returns the value that had to give way */
  set(key: string, value: V): V | undefined {
    this.values.delete(key);
    this.values.set(key, value);
    if (this.values.size <= this.capacity) return undefined;
    const oldest = this.oldest();
    if (oldest === undefined) return undefined;
    this.values.delete(oldest[0]);
    return oldest[1];
  }

  delete(key: string): void {
    this.values.delete(key);
  }

  oldest(): readonly [string, V] | undefined {
    for (const entry of this.values) return entry;
    return undefined;
  }

  /** Oldest first, as the constructor takes them. */
  entries(): [string, V][] {
    return [...this.values];
  }
}

/** The schema of {@link BoundedMap.entries}; anything else is no entries at all. */
export function savedEntries<V>(value: z.ZodType<V>): z.ZodType<[string, V][]> {
  return z.array(z.tuple([z.string(), value])).catch([]);
}

/** A copy that doesn't keep the line alive that the text was cut from, which may be 64 KiB long. */
export function detached(text: string): string {
  return ` ${text}`.slice(1);
}
