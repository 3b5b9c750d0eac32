import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type AuditFact, chained, EMPTY_CHAIN, entryHash, follows } from './audit-entry.js';
import { canonicalJson } from './canonical-json.js';
import { withoutSecrets } from './without-secrets.js';

const aFact = (fields: Partial<AuditFact> = {}): AuditFact => ({
  at: new Date('2026-11-23T08:00:00.000Z'),
  actor: 'api-key:1',
  what: 'spec.wrote',
  subject: undefined,
  detail: {},
  requestId: undefined,
  ...fields,
});

describe('the chain', () => {
  it('numbers entries without gaps, each with the hash of the one before', () => {
    const [first, second] = chained(EMPTY_CHAIN, [aFact(), aFact()]);

    expect([first?.sequence, second?.sequence]).toEqual([1, 2]);
    expect(first?.previousHash).toBe('0'.repeat(64));
    expect(second?.previousHash).toBe(first?.hash);
  });

  it('is the same in one step or in several', () => {
    const facts = [aFact({ what: 'a' }), aFact({ what: 'b' }), aFact({ what: 'c' })];

    const [first, ...rest] = chained(EMPTY_CHAIN, facts);
    const later = first ? chained(first, facts.slice(1)) : [];

    expect(later).toEqual(rest);
  });

  it.each([
    ['at', { at: new Date(0) }],
    ['actor', { actor: 'jwt:1' }],
    ['what', { what: 'other' }],
    ['subject', { subject: 'x' }],
    ['detail', { detail: { a: 1 } }],
    ['requestId', { requestId: 'r' }],
    ['sequence', { sequence: 2 }],
    ['previousHash', { previousHash: 'f'.repeat(64) }],
    ['hash', { hash: 'f'.repeat(64) }],
  ])('breaks when %s changes', (_field, change) => {
    const [entry] = chained(EMPTY_CHAIN, [aFact()]);

    expect(entry && follows(EMPTY_CHAIN, entry)).toBe(true);
    expect(entry && follows(EMPTY_CHAIN, { ...entry, ...change })).toBe(false);
  });

  it('has a hash that others can compute from the documented form', () => {
    const [entry] = chained(EMPTY_CHAIN, [aFact({ detail: { b: 1, a: 'x' } })]);

    // Computed with Python: json.dumps(entry, sort_keys=True, separators=(',', ':')), SHA-256.
    expect(entry && entryHash(entry)).toBe(
      '2eaec424edf6e9c463817c5925472651937b048967f612087eb0e211d7f22269',
    );
  });
});

describe('canonical JSON', () => {
  it('does not depend on the order of the keys', () => {
    expect(canonicalJson({ b: { d: 1, c: [{ z: 1, y: 2 }] }, a: null })).toBe(
      '{"a":null,"b":{"c":[{"y":2,"z":1}],"d":1}}',
    );
  });

  it('is JSON for the same value', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });
});

describe('detail without secrets', () => {
  it('leaves secrets out at any depth and keeps the rest', () => {
    const detail = {
      name: 'ldap',
      settings: { url: 'ldaps://192.0.2.1', bindPassword: 'x', list: [{ token: 'y', ok: 1 }] },
      key: 'z',
      passwordChangedAt: '2026-11-23',
    };

    expect(withoutSecrets(detail)).toEqual({
      name: 'ldap',
      settings: { url: 'ldaps://192.0.2.1', list: [{ ok: 1 }] },
    });
  });

  it('holds only what PostgreSQL can store, whatever it is given', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string({ unit: 'binary' }), fc.anything()), (detail) => {
        const text = JSON.stringify(withoutSecrets(detail));

        expect(text).not.toContain('\\u0000');
        expect(text).not.toMatch(/\\ud[89a-f]/);
      }),
    );
  });
});
