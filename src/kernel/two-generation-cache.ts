/**
 * A bounded memory for hot paths: entries that were used lately stay, at the price of two maps and
 * no bookkeeping for each use. When the young map is full it becomes the old one, and what nobody
 * has asked for since the last time that happened is forgotten.
 */
export class TwoGenerationCache<Value> {
  private young = new Map<string, Value>();
  private old = new Map<string, Value>();
  private readonly generation: number;

  /** @param max entries that are kept at most */
  constructor(max: number) {
    this.generation = Math.max(1, Math.floor(max / 2));
  }

  get(key: string): Value | undefined {
    const value = this.young.get(key);
    if (value !== undefined) return value;
    const aged = this.old.get(key);
    if (aged !== undefined) this.set(key, aged);
    return aged;
  }

  set(key: string, value: Value): void {
    this.young.set(key, value);
    if (this.young.size < this.generation) return;
    this.old = this.young;
    this.young = new Map();
  }

  clear(): void {
    this.young.clear();
    this.old.clear();
  }
}
