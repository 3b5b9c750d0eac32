interface Waiting<Item, Result> {
  readonly item: Item;
  resolve(result: Result): void;
  reject(reason: unknown): void;
}

/** What does the work of many calls at once, and answers each in its place. */
export type JoinedWork<Item, Result> = (items: readonly Item[]) => Promise<readonly Result[]>;

/**
 * Lets calls that come while others are under way share the next piece of work: one transaction for
 * many where each would have had its own. A call that comes alone waits for nobody, and one piece of
 * work that doesn't come to its end doesn't hold the others up.
 */
export class JoinedCalls<Item, Result> {
  private readonly waiting: Waiting<Item, Result>[] = [];
  private working = 0;

  /**
   * @param limits.most calls that share one piece of work
   * @param limits.lanes pieces of work at the same time; with fewer, more calls share one
   */
  constructor(
    private readonly work: JoinedWork<Item, Result>,
    private readonly limits: { readonly most: number; readonly lanes: number },
  ) {}

  /** Rejects as the work does for this item alone. */
  call(item: Item): Promise<Result> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ item, resolve, reject });
      if (this.working < this.limits.lanes) void this.workThrough();
    });
  }

  private async workThrough(): Promise<void> {
    this.working += 1;
    while (this.waiting.length > 0) {
      // Calls of the same turn of the event loop go together.
      await new Promise(setImmediate);
      const calls = this.waiting.splice(0, this.limits.most);
      if (calls.length > 0) await this.answer(calls);
    }
    this.working -= 1;
  }

  private async answer(calls: readonly Waiting<Item, Result>[]): Promise<void> {
    try {
      const results = await this.work(calls.map(({ item }) => item));
      for (const [at, result] of results.entries()) calls[at]?.resolve(result);
      const forgotten = new Error('the joined work left a call without an answer');
      for (const call of calls.slice(results.length)) call.reject(forgotten);
    } catch (cause) {
      if (calls.length === 1) return calls[0]?.reject(cause);
      // One call's trouble isn't the others'.
      for (const call of calls) await this.answer([call]);
    }
  }
}
