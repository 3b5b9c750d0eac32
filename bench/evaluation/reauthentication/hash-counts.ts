const FIRST_SLOTS = 2 ** 12;
const FULLEST = 0.7;
/** Of a slot that is free; a key is never it. */
const FREE = 0;

/**
 * How often each text was added, in flat arrays: twelve bytes a slot, where a map of strings takes a
 * hundred. A text is known by 53 bits of hash, so among ten million of them two are taken for one in
 * about one run of two hundred.
 */
export class HashCounts {
  private keys = new Float64Array(FIRST_SLOTS);
  private counts = new Uint32Array(FIRST_SLOTS);
  private used = 0;

  /** How many different texts there are. */
  get size(): number {
    return this.used;
  }

  /** @returns how often the text was there before */
  add(text: string): number {
    if (this.used > this.keys.length * FULLEST) this.grow();
    const key = hashOf(text);
    const slot = this.slotOf(key);
    const before = this.counts[slot] ?? 0;
    if (this.keys[slot] === FREE) {
      this.keys[slot] = key;
      this.used += 1;
    }
    this.counts[slot] = before + 1;
    return before;
  }

  get(text: string): number {
    return this.counts[this.slotOf(hashOf(text))] ?? 0;
  }

  /** Where the key is, or would go. */
  private slotOf(key: number): number {
    const mask = this.keys.length - 1;
    // The low 32 bits are as mixed as the others.
    let slot = (key >>> 0) & mask;
    while (this.keys[slot] !== FREE && this.keys[slot] !== key) slot = (slot + 1) & mask;
    return slot;
  }

  private grow(): void {
    const { keys, counts } = this;
    this.keys = new Float64Array(keys.length * 2);
    this.counts = new Uint32Array(keys.length * 2);
    for (const [index, key] of keys.entries()) {
      if (key === FREE) continue;
      const slot = this.slotOf(key);
      this.keys[slot] = key;
      this.counts[slot] = counts[index] ?? 0;
    }
  }
}

/** 53 bits of two FNV-1a hashes with Murmur3's finish; never 0. */
export function hashOf(text: string): number {
  let low = 0x811c9dc5;
  let high = 0x9747b28c;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    low = Math.imul(low ^ code, 0x01000193);
    high = Math.imul(high ^ code, 0x85ebca6b) ^ (high >>> 15);
  }
  return (mixed(high) & 0x1fffff) * 2 ** 32 + mixed(low) || 1;
}

function mixed(hash: number): number {
  let bits = hash;
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return (bits ^ (bits >>> 16)) >>> 0;
}
