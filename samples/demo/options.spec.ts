import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readOptions } from './options.js';

describe("the demo's options", () => {
  it('are the usual ones when nothing is given', () => {
    expect(readOptions([], {})).toEqual({
      help: false,
      json: false,
      seed: 2010,
      dataDir: resolve('data'),
    });
  });

  it('take the data directory from the command line before the environment', () => {
    const args = ['--json', '--seed', '7', '--data-dir', '/tmp/here'];

    const options = readOptions(args, { DATA_DIR: '/tmp/there' });

    expect(options).toEqual({ help: false, json: true, seed: 7, dataDir: '/tmp/here' });
    expect(readOptions([], { DATA_DIR: '/tmp/there' }).dataDir).toBe('/tmp/there');
  });

  it.each([
    ['an unknown option', ['--jsno'], /Unknown option '--jsno'.*--help/],
    ['a stray word', ['fast'], /Unexpected argument 'fast'/],
    ['a seed that is no number', ['--seed', 'x'], /--seed must be a whole number/],
    ['a seed without end', ['--seed', '1234567890'], /at most nine digits/],
  ])('refuse %s', (_case, args, message) => {
    expect(() => readOptions(args, {})).toThrow(message);
  });
});
