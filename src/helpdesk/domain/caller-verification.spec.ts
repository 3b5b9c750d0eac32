import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { digestOf, isRight, masked, newCode, statusAt } from './caller-verification.js';

describe('caller verification', () => {
  it('takes the code however it is spelt, and no other', () => {
    const { code, salt, digest } = newCode();

    expect(code).toMatch(/^[0-9]{8}$/);
    expect(isRight(`${code.slice(0, 4)} ${code.slice(4)}`, salt, digest)).toBe(true);
    expect(isRight(code.slice(1), salt, digest)).toBe(false);
  });

  it('compares facts without case, spaces and punctuation', () => {
    const aFact = fc.string().map((rest) => `x${rest}`);

    fc.assert(
      fc.property(aFact, fc.uint8Array({ minLength: 16, maxLength: 16 }), (fact, bytes) => {
        const salt = Buffer.from(bytes);

        expect(
          isRight(
            ` -${fact.toUpperCase().toLowerCase()}. `,
            salt,
            digestOf(salt, fact.toUpperCase().toLowerCase()),
          ),
        ).toBe(true);
      }),
    );
  });

  it('is over when its time is, whatever was answered by then', () => {
    const expiresAt = new Date(1_000);

    expect(statusAt({ status: 'verified', expiresAt }, new Date(999))).toBe('verified');
    expect(statusAt({ status: 'verified', expiresAt }, new Date(1_000))).toBe('expired');
    expect(statusAt({ status: 'used', expiresAt }, new Date(2_000))).toBe('used');
  });

  it('hides most of an address', () => {
    expect(masked('mail', 'alice@example.org')).toBe('a…@example.org');
    expect(masked('phone', '+49 30 1234567')).toBe('…567');
    expect(masked('fact', 'secret')).toBe('…');
  });
});
