import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { answerOf, healthOf, queryName, type ZoneAnswer } from './dnsbl.js';

const CLEAR: ZoneAnswer = { kind: 'clear' };
const LISTED: ZoneAnswer = { kind: 'listed', codes: ['127.0.0.2'], reason: undefined };
const UNKNOWN: ZoneAnswer = { kind: 'unknown', why: 'timeout' };

describe('asking a blacklist', () => {
  it('turns the address around, as RFC 5782 shows it', () => {
    expect(queryName('192.0.2.99', 'bad.example.com')).toBe('99.2.0.192.bad.example.com');
    expect(queryName('2001:db8:1:2:3:4:567:89ab', 'ugly.example.com')).toBe(
      'b.a.9.8.7.6.5.0.4.0.0.0.3.0.0.0.2.0.0.0.1.0.0.0.8.b.d.0.1.0.0.2.ugly.example.com',
    );
  });

  it('never asks for a name that is too long', () => {
    fc.assert(
      fc.property(fc.oneof(fc.ipV4(), fc.ipV6()), (address) => {
        expect(queryName(address, 'zone.example').length).toBeLessThan(90);
      }),
    );
  });

  it('takes codes in 127.0.0.0/8 for a listing, with the reason', () => {
    expect(answerOf(['127.0.0.4', '127.0.0.2'], ['Spam, see', 'https://example.com'])).toEqual({
      kind: 'listed',
      codes: ['127.0.0.2', '127.0.0.4'],
      reason: 'Spam, see https://example.com',
    });
    expect(answerOf([], [])).toEqual(CLEAR);
  });

  it.each([['127.255.255.254'], ['93.184.216.34']])('does not take %s for a listing', (record) => {
    expect(answerOf([record], []).kind).toBe('unknown');
  });

  it.each([
    [CLEAR, LISTED, 'good'],
    [LISTED, LISTED, 'lists-everything'],
    [CLEAR, CLEAR, 'lists-nothing'],
    [UNKNOWN, LISTED, 'unreachable'],
    [CLEAR, UNKNOWN, 'unreachable'],
  ] as const)('judges a zone by its test points', (forClear, forListed, health) => {
    expect(healthOf(forClear, forListed)).toBe(health);
  });
});
