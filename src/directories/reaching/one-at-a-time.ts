/** Lets acts on one account follow each other within this process; acts on others aren't held up. */
export class OneAtATime {
  private readonly last = new Map<string, Promise<unknown>>();

  async run<T>(key: string, work: () => Promise<T>): Promise<T> {
    const before = this.last.get(key) ?? Promise.resolve();
    const done = before.then(work, work);
    const settled = done.then(
      () => undefined,
      () => undefined,
    );
    this.last.set(key, settled);
    try {
      return await done;
    } finally {
      if (this.last.get(key) === settled) this.last.delete(key);
    }
  }
}
