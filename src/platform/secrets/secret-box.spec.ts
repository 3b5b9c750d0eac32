import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SecretBox } from './secret-box.js';

const key = randomBytes(32);
const box = new SecretBox(() => key);

describe('the secret box', () => {
  it('gives back what was put in, and hides it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 8 }), fc.uuid(), (secret, context) => {
        const sealed = box.seal(secret, context);

        expect(box.open(sealed, context)).toBe(secret);
        expect(sealed.includes(secret)).toBe(false);
      }),
    );
  });

  it('seals the same secret differently each time', () => {
    expect(box.seal('secret', 'row').equals(box.seal('secret', 'row'))).toBe(false);
  });

  it('opens nothing with another key', () => {
    const other = randomBytes(32);

    const opening = () => new SecretBox(() => other).open(box.seal('secret', 'row'), 'row');

    expect(opening).toThrow(expect.objectContaining({ code: 'secrets-key-wrong' }));
  });

  it('opens nothing that belongs to another row', () => {
    const opening = () => box.open(box.seal('secret', 'row-1'), 'row-2');

    expect(opening).toThrow(expect.objectContaining({ code: 'secrets-key-wrong' }));
  });

  it('opens nothing in which a bit was changed, or the end is missing', () => {
    const sealed = box.seal('secret', 'row');

    for (let at = 0; at < sealed.length; at++) {
      const changed = Buffer.from(sealed);
      changed[at] = (changed[at] ?? 0) ^ 1;
      expect(() => box.open(changed, 'row')).toThrow(/another SECRETS_KEY/);
      expect(() => box.open(sealed.subarray(0, at), 'row')).toThrow(/another SECRETS_KEY/);
    }
  });
});
