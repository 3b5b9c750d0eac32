/** Lets so many at it at once, first come first served. */
export class Turns {
  private readonly queue: (() => void)[] = [];

  /** @param free how many may have a turn at the same time */
  constructor(private free: number) {}

  /** How many wait. */
  get waiting(): number {
    return this.queue.length;
  }

  /** Does it when its turn has come; the turn ends with it, however it ends. */
  async take<Outcome>(what: () => Promise<Outcome>): Promise<Outcome> {
    if (this.free > 0) this.free -= 1;
    else await new Promise<void>((resolve) => this.queue.push(resolve));
    try {
      return await what();
    } finally {
      const first = this.queue.shift();
      if (first) first();
      else this.free += 1;
    }
  }
}
