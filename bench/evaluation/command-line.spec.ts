import { describe, expect, it } from 'vitest';
import { readCommandLine } from './command-line.js';

describe('the command line of an evaluation', () => {
  it('takes numbers, and has smaller ones for a quick run', () => {
    expect(readCommandLine(['--seed', '7', '--json'])).toMatchObject({ seed: 7, isJson: true });
    expect(readCommandLine(['--quick', '--days', '9'])).toMatchObject({ accounts: 200, days: 9 });
  });

  it.each([
    [['--seed', '-1']],
    [['--accounts', '3']],
    [['--days', 'many']],
    [['--days', '1e2']],
    [['--what']],
  ])('refuses %j', (args) => {
    expect(() => readCommandLine(args)).toThrow();
  });
});
