/**
 * Keys with the number of sign-ins each was seen with, at most `cap` of them: the least used goes
 * first, so that a botnet can't push out what the owner uses.
 */
export class UseList {
  readonly keys: string[] = [];
  /** Parallel to `keys`. */
  readonly uses: number[] = [];

  constructor(readonly cap: number) {}

  has(key: string): boolean {
    return this.keys.includes(key);
  }

  /** Sign-ins that the key was seen with; 0 for an unknown one. */
  usesOf(key: string): number {
    const index = this.keys.indexOf(key);
    return index < 0 ? 0 : (this.uses[index] ?? 0);
  }

  /** Keys with their sign-ins. */
  *entries(): Generator<readonly [key: string, uses: number]> {
    for (const [index, key] of this.keys.entries()) yield [key, this.uses[index] ?? 0];
  }

  /** Notes that the key was seen, with a sign-in or without. */
  see(key: string, signIns: number): void {
    const index = this.keys.indexOf(key);
    if (index >= 0) {
      this.uses[index] = (this.uses[index] ?? 0) + signIns;
      return;
    }
    if (this.keys.length >= this.cap) this.removeLeastUsed();
    this.keys.push(key);
    this.uses.push(signIns);
  }

  /** Halves every count, so that what was long ago weighs less. */
  halve(): void {
    for (let index = 0; index < this.uses.length; index += 1)
      this.uses[index] = (this.uses[index] ?? 0) >> 1;
  }

  private removeLeastUsed(): void {
    let least = 0;
    for (let index = 1; index < this.uses.length; index += 1)
      if ((this.uses[index] ?? 0) < (this.uses[least] ?? 0)) least = index;
    this.keys.splice(least, 1);
    this.uses.splice(least, 1);
  }
}
