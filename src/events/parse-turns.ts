import { DomainError } from '../kernel/errors.js';

/** Bytes of requests that may wait to be parsed before callers are asked to slow down. */
const MAX_WAITING_BYTES = 64 << 20;

/**
 * Lets large requests be parsed one after the other, and only while there is room for what comes of
 * them. Until then they wait as bytes, which the garbage collector never has to look at: parsed, they
 * would be thousands of objects that are copied again and again.
 */
export class ParseTurns {
  private last: Promise<void> = Promise.resolve();
  private waitingBytes = 0;
  private onRoom: (() => void) | undefined;

  constructor(private readonly hasRoom: () => boolean) {}

  /**
   * Waits for a turn.
   *
   * @returns what ends the turn; it has to be called whatever happens
   * @throws DomainError `overloaded` when too much waits already
   */
  async take(bytes: number): Promise<() => void> {
    if (this.waitingBytes + bytes > MAX_WAITING_BYTES)
      throw new DomainError(
        'unavailable',
        'overloaded',
        'More requests are waiting than can be read right now. Send this one again shortly.',
        { retryAfter: 1 },
      );
    this.waitingBytes += bytes;
    const before = this.last;
    let end: () => void = () => undefined;
    this.last = new Promise((resolve) => {
      end = resolve;
    });
    await before;
    while (!this.hasRoom())
      await new Promise<void>((resolve) => {
        this.onRoom = resolve;
      });
    this.waitingBytes -= bytes;
    return end;
  }

  /** Says that there may be room now. */
  roomMade(): void {
    this.onRoom?.();
    this.onRoom = undefined;
  }
}
