import { setTimeout as delay } from 'node:timers/promises';

/** What has been started and must be ended, in the reverse order. */
export class Teardown {
  private readonly steps: { readonly name: string; readonly end: () => Promise<void> }[] = [];

  add(name: string, end: () => Promise<void>): void {
    this.steps.push({ name, end });
  }

  /**
   * Ends everything, whatever fails on the way; each step runs once.
   *
   * @param stepMs how long a step is waited for before the next begins; without it, to its end
   */
  async run(complain: (line: string) => void, stepMs?: number): Promise<void> {
    for (let step = this.steps.pop(); step; step = this.steps.pop()) {
      const { name, end } = step;
      const ended = end().catch((error: unknown) => {
        complain(`${name} didn't end well: ${String(error)}`);
      });
      await (stepMs === undefined ? ended : Promise.race([ended, delay(stepMs)]));
    }
  }
}
