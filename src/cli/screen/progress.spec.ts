import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Progress, progressLine, type Screen } from './progress.js';

/** Remembers what was written. */
class FakeScreen implements Screen {
  text = '';

  constructor(
    readonly isTTY: boolean,
    readonly columns = 100,
  ) {}

  write(text: string): void {
    this.text += text;
  }
}

describe('a line of progress', () => {
  it('has a bar, a share and counts', () => {
    const line = progressLine({ label: 'Sending', done: 15_000, total: 60_000 }, 100);

    expect(line).toMatch(/^Sending {28}█{8}░{22} {2}25% {2}15,000 of 60,000$/);
  });

  it('is at nothing when the total is not known', () => {
    expect(progressLine({ label: 'Sending', done: 3, total: 0 }, 100)).toContain('  0%  3 of 0');
  });

  it('fits any screen', () => {
    fc.assert(
      fc.property(
        fc.nat(1e6),
        fc.nat(1e6),
        fc.integer({ min: 1, max: 200 }),
        (done, total, columns) => {
          const line = progressLine({ label: 'Sending', done, total }, columns);

          expect(line.length).toBeLessThanOrEqual(columns);
        },
      ),
    );
  });
});

describe('progress', () => {
  it('redraws one line on a terminal, and not too often', () => {
    const screen = new FakeScreen(true);
    const progress = new Progress(screen, () => 0);

    progress.begin('Sending');
    for (let done = 0; done < 100; done += 1) progress.update(done, 100);
    progress.end('100 lines');

    expect(screen.text.split('\n')).toHaveLength(2);
    expect(screen.text.split('\r')).toHaveLength(4);
  });

  it('is plain lines at the quarters elsewhere', () => {
    const screen = new FakeScreen(false);
    const progress = new Progress(screen, () => 0);

    progress.begin('Sending');
    for (let done = 0; done <= 100; done += 1) progress.update(done, 100);
    progress.end('100 lines');

    expect(screen.text.split('\n')).toEqual([
      'Sending 25%',
      'Sending 50%',
      'Sending 75%',
      `${'Sending'.padEnd(34)} 100 lines`,
      '',
    ]);
  });

  it('leaves the line of a step that was cut short', () => {
    const screen = new FakeScreen(true);
    const progress = new Progress(screen, () => 0);

    progress.begin('Sending');
    progress.giveUp();
    progress.giveUp();

    expect(screen.text.endsWith('Sending …\n')).toBe(true);
  });
});
