import { describe, expect, it } from 'vitest';
import { aFoldEvent } from './fold-event.builder.js';
import { isMadeUpName } from './made-up-name.js';

const failure = (account: string | undefined, reason?: 'unknown-account' | 'bad-password') =>
  aFoldEvent({ outcome: 'failure', account, reason }).event;

describe('a name that nobody has', () => {
  it.each([
    ['what the server calls unknown', failure('zoe@example.test', 'unknown-account')],
    ['a name of a list, with a domain', failure('oracle@example.test')],
    ['a name of a list, without one', failure('test1')],
  ])('is %s', (_case, event) => {
    expect(isMadeUpName(event)).toBe(true);
  });

  it.each([
    ["a person's name", failure('alice@example.test', 'bad-password')],
    ['a name that sites have', failure('info@example.test')],
    ['none', failure(undefined)],
  ])('is not %s', (_case, event) => {
    expect(isMadeUpName(event)).toBe(false);
  });
});
