import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hashOfKey, isUsable, newKeyText, prefixOfKey } from './api-key.js';
import { credentialIn } from './bearer.js';
import { hasAnyScope, knownScopes, SCOPES } from './scopes.js';
import { scopesOfClaims } from './token-scopes.js';

describe('API keys', () => {
  it('are of the documented form and never the same', () => {
    const keys = Array.from({ length: 500 }, newKeyText);

    for (const key of keys) expect(key).toMatch(/^aw_[a-z0-9]{8}_[A-Za-z0-9_-]{43}$/);
    expect(new Set(keys).size).toBe(500);
    expect(new Set(keys.map(prefixOfKey)).size).toBe(500);
  });

  it('are recognised by their prefix, which tells nothing of a key of the site’s own making', () => {
    const own = 'the-site-made-this-key-itself';

    expect(prefixOfKey('aw_abcdefgh_'.padEnd(55, 'x'))).toBe('aw_abcdefgh');
    expect(prefixOfKey(own)).toBe(`sha256:${hashOfKey(own).toString('hex').slice(0, 8)}`);
  });

  it('may be used until they expire or are revoked', () => {
    const at = new Date(1_000);

    expect(isUsable({ expiresAt: undefined, revokedAt: undefined }, at)).toBe(true);
    expect(isUsable({ expiresAt: new Date(1_001), revokedAt: undefined }, at)).toBe(true);
    expect(isUsable({ expiresAt: at, revokedAt: undefined }, at)).toBe(false);
    expect(isUsable({ expiresAt: undefined, revokedAt: at }, at)).toBe(false);
  });
});

describe('credentials', () => {
  it.each([
    [undefined, undefined],
    ['', undefined],
    ['Basic YWxpY2U6eA==', undefined],
    ['Bearer', undefined],
    ['Bearer a b', undefined],
    ['Bearer aw_x', { kind: 'api-key', token: 'aw_x' }],
    ['bearer  eyJx.y.z', { kind: 'jwt', token: 'eyJx.y.z' }],
    ['Bearer eyJ-not-a-jwt', { kind: 'api-key', token: 'eyJ-not-a-jwt' }],
  ])('of %j are %j', (header, credential) => {
    expect(credentialIn(header)).toEqual(credential);
  });
});

describe('scopes', () => {
  const all = knownScopes(Object.keys(SCOPES));

  it('allow what they say, and admin allows everything', () => {
    fc.assert(
      fc.property(
        fc.subarray([...all]),
        fc.subarray([...all], { minLength: 1 }),
        (held, required) => {
          const overlap = held.some((scope) => required.includes(scope));

          expect(hasAnyScope(held, required)).toBe(overlap || held.includes('admin'));
        },
      ),
    );
  });

  it('of a token are only those that are known, however the claims look', () => {
    const claims = { scopesClaim: 'scope', rolesClaim: 'a.b', roleScopes: { r: ['admin', 'x'] } };
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom('scope', 'a', 'a.b'), fc.anything()), (token) => {
        const scopes = scopesOfClaims(token, claims);

        expect(knownScopes(scopes)).toEqual(scopes);
      }),
    );
    expect(scopesOfClaims({ a: { b: ['r'] } }, claims)).toEqual(['admin']);
    expect(scopesOfClaims({ 'a.b': 'r' }, claims)).toEqual(['admin']);
    expect(scopesOfClaims({ a: { b: ['constructor', '__proto__'] } }, claims)).toEqual([]);
  });
});
