import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalLogin, domainOf } from './login.js';

const plain = { plusAddressing: false };

describe('canonical login', () => {
  it.each([
    ['Alice@Example.COM', 'alice@example.com'],
    ['EXAMPLE\\Alice', 'alice'],
    ['  alice ', 'alice'],
    ['alice+news@example.com', 'alice+news@example.com'],
  ])('writes %s as %s', (text, expected) => {
    expect(canonicalLogin(text, plain)).toBe(expected);
  });

  it('takes the plus part off where the site uses it', () => {
    const rules = { plusAddressing: true };

    expect(canonicalLogin('alice+news@example.com', rules)).toBe('alice@example.com');
    expect(canonicalLogin('+news@example.com', rules)).toBe('+news@example.com');
  });

  it('adds the default domain to a bare name only', () => {
    const rules = { plusAddressing: false, defaultDomain: 'example.com' };

    expect(canonicalLogin('EXAMPLE\\alice', rules)).toBe('alice@example.com');
    expect(canonicalLogin('alice@example.org', rules)).toBe('alice@example.org');
  });

  it('is undefined when nothing is left', () => {
    expect(canonicalLogin('EXAMPLE\\', plain)).toBeUndefined();
  });

  it('changes nothing the second time', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const once = canonicalLogin(text, plain);

        fc.pre(once !== undefined && !once.includes('\\'));

        expect(canonicalLogin(once ?? '', plain)).toBe(once);
      }),
    );
  });
});

describe('domain of an address', () => {
  it('is what follows the last at sign', () => {
    expect(domainOf('"a@b"@Example.com')).toBe('example.com');
    expect(domainOf('alice')).toBeUndefined();
    expect(domainOf('alice@')).toBeUndefined();
  });
});
