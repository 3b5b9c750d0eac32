/**
 * Keys with the time each was last seen, oldest first, at most `cap` of them (the oldest goes).
 *
 * Because an account's events are folded in order, every window ends at the newest event; so a key
 * is in the window exactly when it was last seen in it, and the distinct counts are exact for as
 * long as no more than `cap` keys are in the window. Beyond, the count stays at `cap`.
 */
export class RecencyList {
  readonly keys: string[] = [];
  /** Milliseconds since the epoch, ascending; parallel to `keys`. */
  readonly lasts: number[] = [];

  constructor(readonly cap: number) {}

  /** When the key was last seen. */
  lastOf(key: string): number | undefined {
    const index = this.indexOf(key);
    return index < 0 ? undefined : this.lasts[index];
  }

  /** Whether the key is held at all, whenever it was seen. */
  has(key: string): boolean {
    return this.indexOf(key) >= 0;
  }

  /** The key that was seen last. */
  newest(): string | undefined {
    return this.keys[this.keys.length - 1];
  }

  /** Notes that the key was seen. `at` is no earlier than any time noted before. */
  touch(key: string, at: number): void {
    const index = this.indexOf(key);
    if (index >= 0 && index === this.keys.length - 1) {
      this.lasts[index] = at;
      return;
    }
    if (index >= 0) this.remove(index, 1);
    else if (this.keys.length >= this.cap) this.remove(0, 1);
    this.keys.push(key);
    this.lasts.push(at);
  }

  /** Index of the first key that was seen after `cutoff`; the list's length when none was. */
  indexAfter(cutoff: number): number {
    let low = 0;
    let high = this.lasts.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.lasts[middle] ?? 0) > cutoff) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  /** How many keys were seen after `cutoff`. */
  countAfter(cutoff: number): number {
    return this.keys.length - this.indexAfter(cutoff);
  }

  /** Forgets the keys that weren't seen after `cutoff`. */
  forgetUpTo(cutoff: number): void {
    if ((this.lasts[0] ?? Infinity) > cutoff) return;
    this.remove(0, this.indexAfter(cutoff));
  }

  protected indexOf(key: string): number {
    // The newest are asked for most, so the search starts there.
    let index = this.keys.length - 1;
    while (index >= 0 && this.keys[index] !== key) index -= 1;
    return index;
  }

  private remove(start: number, count: number): void {
    this.keys.splice(start, count);
    this.lasts.splice(start, count);
  }
}
