import { RecencyList } from './recency-list.js';

/** A {@link RecencyList} that also knows how many sign-ins each key was seen with. */
export class CountedList extends RecencyList {
  /** Parallel to `keys`. */
  readonly uses: number[] = [];

  /** Notes that the key was seen, with a sign-in or without. `at` is no earlier than before. */
  see(key: string, at: number, signIns: number): void {
    const last = this.keys.length - 1;
    const index = this.indexOf(key);
    if (index >= 0 && index === last) {
      this.lasts[index] = at;
      this.uses[index] = (this.uses[index] ?? 0) + signIns;
      return;
    }
    const before = index < 0 ? 0 : (this.uses[index] ?? 0);
    if (index >= 0) this.removeAt(index);
    else if (this.keys.length >= this.cap) this.removeAt(0);
    this.keys.push(key);
    this.lasts.push(at);
    this.uses.push(before + signIns);
  }

  /** Sign-ins that the key was seen with; 0 for an unknown one. */
  usesOf(key: string): number {
    const index = this.indexOf(key);
    return index < 0 ? 0 : (this.uses[index] ?? 0);
  }

  /** Halves every count, so that what was long ago weighs less. */
  halve(): void {
    for (let index = 0; index < this.uses.length; index += 1)
      this.uses[index] = (this.uses[index] ?? 0) >> 1;
  }

  private removeAt(index: number): void {
    this.keys.splice(index, 1);
    this.lasts.splice(index, 1);
    this.uses.splice(index, 1);
  }
}
