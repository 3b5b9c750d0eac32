import { hash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { idFromDigest } from './ids.js';

describe('the id of a fact', () => {
  it('is a UUIDv7 of its time and of the digits of its digest', () => {
    const digest = Buffer.from('0123456789abcdef0123', 'hex').toString('binary');

    expect(idFromDigest(0x0123_4567_89ab, digest)).toBe('01234567-89ab-7012-b456-789abcdef012');
  });

  it('has time, version, variant and digest where RFC 9562 puts them, whatever they are', () => {
    fc.assert(
      fc.property(fc.maxSafeNat(), fc.string(), (at, fact) => {
        const hex = hash('sha256', fact, 'hex');
        const id = idFromDigest(at, hash('sha256', fact, 'binary')).replaceAll('-', '');

        expect(id.slice(0, 12)).toBe(at.toString(16).padStart(12, '0').slice(-12));
        expect(id.slice(12, 16)).toBe(`7${hex.slice(0, 3)}`);
        expect(id.charAt(16)).toMatch(/[89ab]/);
        expect(Number.parseInt(id.charAt(16), 16) & 3).toBe(Number.parseInt(hex.charAt(3), 16) & 3);
        expect(id.slice(17)).toBe(hex.slice(4, 19));
      }),
    );
  });

  it('counts a time before 1970 as 1970', () => {
    expect(idFromDigest(-1, '\0'.repeat(10))).toBe('00000000-0000-7000-8000-000000000000');
  });
});
