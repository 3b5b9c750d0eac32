import type { QueueLog } from './job-queue.js';

/** The store may be gone before the last idle connection has noticed; after `close` that is no news. */
export class UntilClosed {
  private isClosed = false;

  constructor(private readonly log: QueueLog) {}

  readonly write: QueueLog = (level, message) => {
    if (!this.isClosed) this.log(level, message);
  };

  close(): void {
    this.isClosed = true;
  }
}
